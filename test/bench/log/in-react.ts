import { chromium } from '@playwright/test';

import { benchLine } from './fast-board.ts';

/**
 * The page's log beside a list of all lines in React state, as the Arduino IDE keeps its monitor (a list of lines with
 * react-window over an array in the component's state, trimmed at a million characters; here not trimmed, since the
 * whole log is wanted). Run after `log/page`, on the same machine. `node test/bench/run.mjs log/in-react [seconds]`
 */
const seconds = Number(process.argv[2] ?? 10);
const LINES_PER_SECOND = 50_000;
const browser = await chromium.launch({
  executablePath: process.env.OTA_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
const { build } = await import('esbuild');
const { outputFiles } = await build({
  stdin: {
    contents: `
      import { useEffect, useRef, useState } from 'react';
      import { createRoot } from 'react-dom/client';
      import { useVirtualizer } from '@tanstack/react-virtual';
      let add;
      function List() {
        const [lines, setLines] = useState([]);
        const box = useRef(null);
        add = (more) => setLines((before) => [...before, ...more]);
        const list = useVirtualizer({ count: lines.length, getScrollElement: () => box.current, estimateSize: () => 18 });
        useEffect(() => { if (box.current) box.current.scrollTop = box.current.scrollHeight; }, [lines]);
        return <div ref={box} style={{ height: 300, overflow: 'auto' }}><div style={{ height: list.getTotalSize(), position: 'relative' }}>
          {list.getVirtualItems().map((item) => <div key={item.key} style={{ position: 'absolute', top: item.start }}>{lines[item.index].text}</div>)}
        </div></div>;
      }
      createRoot(document.getElementById('root')).render(<List />);
      // Batches of 32 ms, as the Arduino IDE sends them.
      window.take = (text) => add(text.split('\\n').map((line) => ({ text: line, at: new Date() })));`,
    resolveDir: process.cwd(),
    loader: 'tsx',
  },
  bundle: true,
  write: false,
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
});
await page.setContent('<div id="root"></div>');
await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
const counted = page.evaluate(
  (ms) =>
    new Promise<number>((resolve) => {
      let frames = 0;
      const end = performance.now() + ms;
      const frame = (now: number): void => {
        frames += 1;
        if (now < end) requestAnimationFrame(frame);
        else resolve(frames);
      };
      requestAnimationFrame(frame);
    }),
  seconds * 1000,
);
let line = 0;
const startedMs = performance.now();
while (performance.now() - startedMs < seconds * 1000) {
  const due = Math.floor(((performance.now() - startedMs) / 1000) * LINES_PER_SECOND);
  const parts: string[] = [];
  for (; line < due; line += 1) parts.push(benchLine(line));
  await page.evaluate(
    (text) => (window as unknown as { take: (text: string) => void }).take(text),
    parts.join(''),
  );
  await new Promise((resolve) => setTimeout(resolve, 32));
}
const frames = await counted;
const cdp = await page.context().newCDPSession(page);
await cdp.send('HeapProfiler.collectGarbage');
await cdp.send('Performance.enable');
const { metrics } = await cdp.send('Performance.getMetrics');
const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0;
console.log(
  `all lines in React state: ${(frames / seconds).toFixed(1)} frames/s, ${Math.round(line / seconds).toLocaleString('en')} lines/s taken, ${(heap / 1e6).toFixed(0)} MB of heap with ${line.toLocaleString('en')} lines`,
);
await browser.close();
