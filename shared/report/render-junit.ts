import { casePassed, expectationText } from './case-passed.ts';
import type { ReportCase } from './case-schema.ts';
import type { Report } from './report-schema.ts';
import { escapeXml } from './xml.ts';

/**
 * `junit.xml` as Jenkins and GitLab read it: one testcase a case. A board's own failure is a `failure`; what stopped
 * the update from outside is an `error`; a case that has not ended is `skipped`. What a plan expects of a case decides
 * where it says so.
 */
export function renderJunit(report: Report): string {
  const { title, kind, cases, startedAt, summary, reportId, program } = report;
  const counts = {
    tests: cases.length,
    failures: cases.filter((one) => resultOf(one) === 'failure').length,
    errors: cases.filter((one) => resultOf(one) === 'error').length,
    skipped: cases.filter((one) => resultOf(one) === 'skipped').length,
  };
  const time = seconds(summary.durationMs);
  const { skipped, ...shared } = counts;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'OTA Workbench', ...shared, time })}>`,
    `  <testsuite${attributes({ name: title, ...shared, skipped, time, timestamp: startedAt.slice(0, 19), id: reportId })}>`,
    '    <properties>',
    property('kind', kind),
    property('program', `${program.name} ${program.version}`),
    property('state', report.state),
    ...Object.entries(report.parameters).map(([name, value]) => property(name, String(value))),
    '    </properties>',
    ...cases.map((one) => testcase(report, one)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

type Result = 'passed' | 'failure' | 'error' | 'skipped';

function resultOf(one: ReportCase): Result {
  const { outcome } = one;
  if (outcome === null) return 'skipped';
  if (casePassed(one) === true) return 'passed';
  return outcome === 'cancelled' || outcome === 'interrupted' ? 'error' : 'failure';
}

function testcase(report: Report, one: ReportCase): string {
  const classname = ['ota', report.kind, one.board?.deviceId].filter((part) => part !== undefined).join('.');
  const head = `    <testcase${attributes({ name: one.name, classname, time: seconds(one.durationMs) })}>`;
  const result = resultOf(one);
  const body = [
    ...(result === 'passed' ? [] : [said(result, one, report)]),
    `      <system-out>${escapeXml(evidence(one))}</system-out>`,
  ];
  return [head, ...body, '    </testcase>'].join('\n');
}

function said(result: Exclude<Result, 'passed'>, one: ReportCase, report: Report): string {
  const open = report.state === 'ended' ? 'The run ended before its turn.' : 'The case has not ended.';
  const { message: plain, hint } = one.words?.en ?? { message: open, hint: '' };
  const { outcome, expectation } = one;
  const was = [outcome, one.code].filter((part) => part !== null).join(', ');
  const message =
    outcome === null || expectation === null
      ? plain
      : `Expected ${expectationText(expectation)}; was ${was}. ${plain}`;
  if (result === 'skipped') return `      <skipped${attributes({ message })}/>`;
  const type = one.code ?? one.outcome ?? '';
  const lines = [
    one.outcome,
    hint,
    line('The board said', one.boardSaid),
    line('The server saw', one.serverSaw),
  ];
  const detail = lines.filter((part) => part !== null && part !== '').join('\n');
  return `      <${result}${attributes({ type, message })}>${escapeXml(detail)}</${result}>`;
}

function line(who: string, what: ReportCase['boardSaid']): string | null {
  return what === null ? null : `${who}: ${what.text}`;
}

/** What the case rests on, for whoever looks at it in a build server. */
function evidence({ stages, after, expected, logs, proof }: ReportCase): string {
  return [
    ...stages.map(({ stage, atMs, evidence: text }) => `${seconds(atMs)} s ${stage}: ${text}`),
    `SHA-256 expected: ${expected.sha256 ?? 'not known'}`,
    `SHA-256 after: ${after.sha256 ?? 'not known'}`,
    `proof: ${proof ?? 'none'}`,
    ...[logs.board, logs.server].filter((log) => log !== null).map(({ file }) => `log: ${file}`),
  ].join('\n');
}

function property(name: string, value: string): string {
  return `      <property${attributes({ name, value })}/>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

function seconds(durationMs: number | null): string {
  return ((durationMs ?? 0) / 1000).toFixed(3);
}
