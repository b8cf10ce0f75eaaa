import type { BoardFacts } from '../../shared/ota/board-facts.ts';
import { bottleneckOf } from '../../shared/ota/bottleneck.ts';
import { leftByCancel } from '../../shared/ota/left-by-cancel.ts';
import type { SessionView, Verdict } from '../../shared/ota/session-view.ts';
import { reportIdOf } from '../../shared/report/make-report.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { errorText } from '../../shared/text/translator.ts';
import type { VerdictEvent } from './events.ts';

/** The verdict of an update. What runs is what the board itself last said, in this boot or before it. */
export function verdictEvent(
  view: SessionView,
  verdict: Verdict,
  facts: Pick<
    BoardFacts,
    'version' | 'runningPartition' | 'digests' | 'powerSave' | 'elfSha256Prefix' | 'otaState'
  > | null,
  t: Translator,
  baudRate = 115_200,
): VerdictEvent {
  const version = facts?.version ?? view.after.version ?? view.before.version;
  const runningPartition = facts?.runningPartition ?? view.after.partition ?? view.before.partition;
  return {
    event: 'verdict',
    deviceId: view.deviceId,
    outcome: verdict.outcome,
    code: verdict.error?.code ?? null,
    ...wordsOf(view, verdict, version, runningPartition, t),
    proof: verdict.proof,
    offeredVersion: view.image.version,
    version,
    runningPartition,
    sha256: {
      expected: view.expected.sha256,
      before: view.before.sha256,
      after: facts?.digests.currentFirmware ?? view.after.sha256 ?? view.before.sha256,
    },
    elfSha256: {
      expected: view.expected.elfSha256 ?? null,
      before: view.before.elfSha256 ?? null,
      after: facts?.elfSha256Prefix ?? view.after.elfSha256 ?? null,
    },
    otaState: facts?.otaState ?? view.after.otaState ?? null,
    overridden: view.overridden,
    bottleneck: bottleneckOf({
      progress: view.progress,
      baudRate,
      powerSave: facts?.powerSave ?? null,
    }),
    durationMs: verdict.durationMs,
    lessCertain: verdict.lessCertain,
    reportId: reportIdOf('push', view.startedAtMs, view.pushId),
  };
}

/** An update that was called off before the core began it, or while the core could not answer. */
export function cancelledEvent(
  offered: Pick<VerdictEvent, 'deviceId' | 'offeredVersion' | 'durationMs'> & {
    readonly expectedSha256: string | null;
  },
  t: Translator,
): VerdictEvent {
  return {
    event: 'verdict',
    deviceId: offered.deviceId,
    outcome: 'cancelled',
    code: null,
    message: t('cli:verdictCancelled'),
    hint: t('cli:hintCancelled'),
    proof: null,
    offeredVersion: offered.offeredVersion,
    version: null,
    runningPartition: null,
    sha256: { expected: offered.expectedSha256, before: null, after: null },
    elfSha256: { expected: null, before: null, after: null },
    otaState: null,
    overridden: [],
    bottleneck: null,
    durationMs: offered.durationMs,
    lessCertain: false,
    reportId: null,
  };
}

/** How the board is left belongs to it. */
function cancelledWords(view: SessionView, t: Translator): string {
  return `${t('cli:verdictCancelled')} ${t(`stages:left_${leftByCancel(view)}`)}`;
}

function wordsOf(
  view: SessionView,
  verdict: Verdict,
  version: string | null,
  partition: string | null,
  t: Translator,
): Pick<VerdictEvent, 'message' | 'hint'> {
  if (verdict.error !== null) return errorText(t, verdict.error);
  if (verdict.outcome === 'cancelled')
    return { message: cancelledWords(view, t), hint: t('cli:hintCancelled') };
  const known = (value: string | null) => value ?? t('cli:unknown');
  return {
    message: t('cli:verdictConfirmed', { version: known(version), partition: known(partition) }),
    hint: null,
  };
}
