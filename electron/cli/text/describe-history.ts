import type { HistoryEntry } from '../../../shared/contract/history-values.ts';
import type { Report } from '../../../shared/report/report-schema.ts';
import type { TextKey, Translator } from '../../../shared/text/translator.ts';
import type {
  ComparisonEvent,
  HistoryCliEvent,
  SessionEvent,
  StatEvent,
  VerificationEvent,
} from '../history-events.ts';
import { duration, kibibytes, table } from './quantities.ts';

/** What `history` and `report` say, in words. */
export function describeHistory(event: HistoryCliEvent, t: Translator): string {
  switch (event.event) {
    case 'entry':
      return describeEntry(event, t);
    case 'history':
      if (event.total === 0) return t('history:historyEmpty');
      return t('history:historyShown', { shown: event.shown, total: event.total });
    case 'session':
      return describeSession(event, t);
    case 'comparison':
      return describeComparison(event, t);
    case 'stat':
      return describeStat(event, t);
    case 'report': {
      const size = event.zipBytes === null ? '' : `  ${kibibytes(event.zipBytes)}`;
      return `${event.reportId}${size}  ${event.folder ?? event.zip ?? ''}`;
    }
    case 'reportContent':
      return describeReport(event.report, t);
    case 'verification':
      return describeVerification(event, t);
  }
}

/** `2026-11-22 02:14  1f2e3d4c  Confirmed  native_ota 1.5.0  bench-07  18.4 s` */
function describeEntry(entry: HistoryEntry, t: Translator): string {
  const at = dateText(entry.atMs);
  if (entry.kind === 'run') {
    const said = t('history:runSaid', { confirmed: entry.confirmed, cases: entry.cases });
    return `${at}  ${t('history:run')} ${entry.runId}  ${entry.title}  ${said}  ${duration(entry.durationMs)}`;
  }
  const { pushId, projectName, fileName, version, boardName, code, durationMs } = entry;
  const image = projectName === null ? fileName : `${projectName} ${version ?? ''}`.trim();
  const word = outcomeText(t, entry.outcome);
  const cause = code === null ? '' : `  ${code}`;
  return `${at}  ${pushId.slice(0, 8)}  ${word}  ${image}  ${boardName}  ${duration(durationMs)}${cause}`;
}

function describeSession({ push, session, report }: SessionEvent, t: Translator): string {
  const stages = (session?.stages ?? []).map(
    ({ stage, atMs, evidence }) => `${duration(atMs).padStart(10)}  ${t(`stages:${stage}`)}  ${evidence}`,
  );
  const lies = table([
    [t('history:reportFolder'), report?.folder ?? null],
    [t('history:reportZip'), report?.zip ?? null],
  ]);
  return [describeEntry(push, t), ...stages, lies].filter((line) => line !== '').join('\n');
}

function describeComparison({ facts, stages }: ComparisonEvent, t: Translator): string {
  const known = (text: string | null): string => text ?? '–';
  const time = (ms: number | null): string => (ms === null ? '–' : duration(ms));
  return table([
    ...facts.map(({ name, a, b, same }): [string, string] => [
      t(`history:fact_${name}`),
      same ? known(a) : `${known(a)}  ≠  ${known(b)}`,
    ]),
    ...stages.map(({ stage, aMs, bMs }): [string, string] => [
      stage === 'all' ? t('history:stageAll') : t(`stages:${stage}`),
      `${time(aMs)}  |  ${time(bMs)}`,
    ]),
  ]);
}

function describeStat({ label, total, byOutcome, successRate, medianMs }: StatEvent, t: Translator): string {
  const percent = successRate === null ? null : (successRate * 100).toFixed(1);
  return t('history:stat', {
    label,
    total,
    confirmed: byOutcome.confirmed ?? 0,
    rate: percent === null ? '' : t('history:statRate', { percent }),
    median: medianMs === null ? '' : t('history:statMedian', { duration: duration(medianMs) }),
  });
}

function describeReport({ title, cases, summary }: Report, t: Translator): string {
  const confirmed = t('history:runSaid', { confirmed: summary.confirmed, cases: summary.cases });
  const lines = cases.map(({ name, outcome, code, durationMs }) => {
    const word = outcome === null ? '–' : outcomeText(t, outcome);
    return `  ${name}  ${word}  ${code ?? ''}  ${durationMs === null ? '' : duration(durationMs)}`.trimEnd();
  });
  return [`${title}: ${confirmed}`, ...lines].join('\n');
}

function describeVerification(event: VerificationEvent, t: Translator): string {
  const { file, files, result, signature } = event;
  const states = { altered: 'fileAltered', missing: 'fileMissing', extra: 'fileExtra' } as const;
  const wrong = files.flatMap(({ path, state }) =>
    state === 'unchanged' ? [] : [`  ${path}: ${t(`history:${states[state]}`)}`],
  );
  const head = result === 'unchanged' ? 'history:reportUnchanged' : 'history:reportAltered';
  return [t(head, { file, count: files.length }), ...wrong, signatureText(signature, t)].join('\n');
}

function signatureText({ state, key, keyId }: VerificationEvent['signature'], t: Translator): string {
  if (state === 'none') return t('history:notSigned');
  if (state === 'invalid' || key === null) return t('history:signatureBad');
  const keys = { installation: 'keyInstallation', asked: 'keyAsked', unknown: 'keyUnknown' } as const;
  return t('history:signedBy', { key: t(`history:${keys[key]}`, { keyId: keyId ?? '' }) });
}

function outcomeText(t: Translator, outcome: string): string {
  return t(`stages:outcome${outcome.charAt(0).toUpperCase()}${outcome.slice(1)}` as TextKey);
}

/** `2026-11-22 02:14`, in the machine's own time zone. */
function dateText(atMs: number): string {
  const at = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
