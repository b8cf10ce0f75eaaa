/** The look of a report: the light theme's colours, on paper without colour still told apart by its words. */
export const STYLE = `
:root{color-scheme:light;--ink:#191b1d;--ink-2:#45484b;--ink-3:#5f6265;--line:#d2cfc6;--face:#fcfbf9;--panel:#f4f3ef;
--accent:#2344b8;--ok:#0a6c63;--warn:#8f5900;--err:#991a24;--trace:#2b2e31;
--ui:"Segoe UI",-apple-system,Inter,"Noto Sans","PingFang SC","Microsoft YaHei UI","Noto Sans CJK SC",sans-serif;
--mono:"Cascadia Mono",Menlo,"JetBrains Mono",Consolas,"DejaVu Sans Mono","Noto Sans CJK SC",monospace}
*{box-sizing:border-box}
body{margin:0;background:var(--panel);color:var(--ink);font:13px/20px var(--ui);font-variant-numeric:tabular-nums;
/* Else Inter draws the x of 0x10000 as a multiplication sign. */font-variant-ligatures:no-contextual}
main,nav{max-width:980px;margin:0 auto;padding:0 24px}
main{padding-bottom:48px}
nav{display:flex;justify-content:flex-end;gap:4px;padding-top:12px}
nav label{padding:2px 8px;border:1px solid var(--line);border-radius:4px;cursor:pointer;color:var(--ink-2)}
.choice{position:absolute;opacity:0;pointer-events:none}
#in-en:checked~nav label[for=in-en],#in-zh:checked~nav label[for=in-zh]{border-color:var(--accent);color:var(--accent)}
#in-en:focus-visible~nav label[for=in-en],#in-zh:focus-visible~nav label[for=in-zh]{outline:2px solid var(--accent)}
#in-en:checked~main .l[lang=zh-CN],#in-zh:checked~main .l[lang=en]{display:none}
h1{font:600 28px/32px var(--ui);margin:8px 0 4px}
h2{font:600 20px/24px var(--ui);margin:32px 0 8px}
h3{font:600 15px/20px var(--ui);margin:16px 0 8px}
h4{font:500 13px/20px var(--ui);margin:12px 0 0;color:var(--ink-2)}
a{color:var(--accent)}
section{background:var(--face);border:1px solid var(--line);border-radius:6px;padding:4px 16px 16px;margin:12px 0}
p{margin:4px 0}
.mute{color:var(--ink-3)}
code,.mono{font:12px/18px var(--mono);overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}
th{text-align:left;font-weight:500;color:var(--ink-3)}
th,td{padding:3px 12px 3px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:break-word}
th,td:not(:last-child){word-break:keep-all}
tr:last-child td{border-bottom:0}
td:last-child,th:last-child{padding-right:0}
dl{margin:0}
dl>div{display:grid;grid-template-columns:170px minmax(0,1fr);gap:12px;padding:2px 0}
dt{color:var(--ink-3)}
dd{margin:0;overflow-wrap:anywhere}
.plate{border-left:6px solid var(--ink-3)}
.word{font:600 28px/36px var(--ui)}
.confirmed{border-color:var(--ok)}.confirmed .word,.t-confirmed{color:var(--ok)}
.failed,.rolledBack{border-color:var(--err)}
.failed .word,.rolledBack .word,.t-failed,.t-rolledBack{color:var(--err)}
.refused,.interrupted,.unknown{border-color:var(--warn)}
.refused .word,.interrupted .word,.unknown .word,.t-refused,.t-interrupted,.t-unknown{color:var(--warn)}
svg{display:block;width:100%;height:auto;margin:8px 0}
svg text{font:10px var(--ui);fill:var(--ink-2)}
svg .rule{stroke:var(--line);stroke-width:1}
svg .done{fill:var(--trace)}svg .bad{fill:var(--err)}svg .now{fill:var(--accent)}
svg .delivered{fill:none;stroke:var(--accent);stroke-width:1.5;stroke-dasharray:5 3}
svg .written{fill:none;stroke:var(--trace);stroke-width:1.5}
svg circle{fill:var(--trace)}
.key{display:inline;width:30px}
svg .f-confirmed{fill:var(--ok)}svg .f-failed,svg .f-rolledBack{fill:var(--err)}
svg .f-refused,svg .f-interrupted,svg .f-unknown{fill:var(--warn)}svg .f-cancelled,svg .f-open{fill:var(--ink-3)}
details{border-top:1px solid var(--line);padding:6px 0}
summary{cursor:pointer}
@media print{body{background:#fff}nav{display:none}main{max-width:none;padding:0}
code,.mono{font-size:11px}a{color:inherit;text-decoration:none}
section{break-inside:avoid;border-color:#999}section.long{break-inside:auto;box-decoration-break:clone;-webkit-box-decoration-break:clone}
h1,h2,h3,h4,summary{break-after:avoid}tr,svg,dl>div{break-inside:avoid}}
@page{margin:14mm}
`;
