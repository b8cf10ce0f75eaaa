import type { PreflightCheck } from '../../ota/preflight.ts';
import { checkText } from '../../text/check-text.ts';
import type { TextKey, Translator } from '../../text/translator.ts';
import type { Bilingual } from '../bilingual.ts';
import { casePassed, expectationText } from '../case-passed.ts';
import type { ReportCase, ReportRunning } from '../case-schema.ts';
import { boardFacts, imageFacts, logFacts } from './facts.ts';
import type { Markup } from './markup.ts';
import { both, code, facts, html, table } from './markup.ts';
import { outcomeWords } from './outcome-words.ts';
import { progressChart } from './progress-chart.ts';
import { durationText, utcText } from './quantities.ts';
import { timelineChart } from './timeline-chart.ts';

/** Everything known of one case: its verdict first, then what that rests on. */
export function caseSections(words: Bilingual, one: ReportCase): readonly Markup[] {
  const say = (key: TextKey): Markup => both(words, (t) => t(key));
  const chart = one.progress === null ? null : progressChart(words, one.progress);
  return [
    plate(words, one),
    section(say('report:ran'), runningTable(words, one)),
    section(say('report:timeline'), html`${timelineChart(words, one)}${stageTable(words, one)}`, true),
    ...(chart === null ? [] : [section(say('report:progress'), chart)]),
    section(say('report:preflight'), preflightTable(words, one), true),
    section(say('report:digests'), imageFacts(words, one)),
    section(say('report:board'), boardFacts(words, one)),
    ...(one.logs.board === null && one.logs.server === null
      ? []
      : [section(say('report:logs'), logFacts(words, one))]),
  ];
}

/** A titled part of the report; a long one may be broken over pages. */
export function section(title: Markup, body: Markup, long = false): Markup {
  return html`<section${long ? html` class="long"` : null}><h3>${title}</h3>${body}</section>`;
}

function plate(words: Bilingual, one: ReportCase): Markup {
  const { outcome, code: cause, proof, equalDigestBytes, boardSaid, serverSaw, startedAt, durationMs } = one;
  const say = (key: TextKey, values = {}): Markup => both(words, (t) => t(key, values));
  const inWords = (pick: 'message' | 'hint'): Markup | null =>
    one.words === null ? null : both(words, (t) => one.words?.[t === words.en ? 'en' : 'zh-CN'][pick] ?? '');
  const agree = equalDigestBytes === null ? null : say('report:bytesAgree', { count: equalDigestBytes });
  return html`<section class="plate ${outcome ?? 'open'}" data-outcome="${outcome ?? ''}"><p class="word">${both(words, (t) => outcomeWords(t, one))}</p>
<p>${inWords('message')}</p>
${facts([
  [say('report:nextStep'), one.words !== null && one.words.en.hint !== '' ? inWords('hint') : null],
  [say('report:cause'), code(cause)],
  [
    say('report:wanted'),
    one.expectation === null
      ? null
      : html`${expectationText(one.expectation)}${casePassed(one) === null ? null : html` · ${say(casePassed(one) === true ? 'report:met' : 'report:notMet')}`}`,
  ],
  [
    say('report:proof'),
    proof === null ? null : html`${say(`report:proof_${proof}`)}${agree === null ? null : html` · ${agree}`}`,
  ],
  [say('report:boardSaid'), boardSaid && html`<code>${boardSaid.text}</code>`],
  [say('report:serverSaw'), serverSaw && html`<code>${serverSaw.text}</code>`],
  [html``, one.lessCertain ? say('report:lessCertain') : null],
  [say('report:started'), startedAt === null ? null : utcText(startedAt)],
  [say('report:duration'), durationMs === null ? null : durationText(durationMs)],
  [say('report:overridden'), one.overridden.length === 0 ? null : one.overridden.join(', ')],
])}</section>`;
}

function runningTable(words: Bilingual, { before, expected, after }: ReportCase): Markup {
  const say = (key: TextKey): Markup => both(words, (t) => t(key));
  const row = (name: Markup, running: ReportRunning) => [
    name,
    running.partition ?? '–',
    running.offset === null ? '–' : `0x${running.offset.toString(16)}`,
    running.version ?? '–',
    code(running.sha256) ?? '–',
    code(running.elfSha256) ?? '–',
    running.otaState ?? '–',
  ];
  return table(
    [
      html``,
      ...(['partition', 'offset', 'version', 'digest', 'elfDigest', 'otaState'] as const).map((name) =>
        say(`report:${name}`),
      ),
    ],
    [
      row(say('report:before'), before),
      row(say('report:expected'), expected),
      row(say('report:after'), after),
    ],
  );
}

function stageTable(words: Bilingual, { stages }: ReportCase): Markup {
  const say = (key: TextKey): Markup => both(words, (t) => t(key));
  return table(
    [say('report:stage'), say('report:reachedAt'), say('report:restsOn'), say('report:evidence')],
    stages.map(({ stage, atMs, source, evidence }) => [
      say(`stages:${stage}`),
      durationText(atMs),
      say(`report:source_${source}`),
      code(evidence),
    ]),
  );
}

function preflightTable(words: Bilingual, { preflight }: ReportCase): Markup {
  const say = (key: TextKey): Markup => both(words, (t) => t(key));
  if (preflight.length === 0) return html`<p class="mute">${say('report:noPreflight')}</p>`;
  const text = (t: Translator, check: (typeof preflight)[number]) =>
    checkText(t, check as unknown as PreflightCheck);
  return table(
    [say('report:check'), say('report:result'), say('report:evidence')],
    preflight.map((check) => [
      both(words, (t) => text(t, check).label),
      html`${say(`report:result_${check.result}`)}${check.overridden ? html` · ${say('report:overridden')}` : null}`,
      both(words, (t) => text(t, check).detail),
    ]),
  );
}
