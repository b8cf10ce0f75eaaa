import type { Outcome, Proof } from '../../../shared/ota/stage.ts';
import type { TextKey, Translator } from '../../../shared/text/translator.ts';
import type { VerdictEvent } from '../events.ts';
import { duration, table } from './quantities.ts';

const OUTCOMES: Readonly<Record<Outcome, TextKey>> = {
  confirmed: 'stages:outcomeConfirmed',
  refused: 'stages:outcomeRefused',
  rolledBack: 'stages:outcomeRolledBack',
  interrupted: 'stages:outcomeInterrupted',
  failed: 'stages:outcomeFailed',
  cancelled: 'stages:outcomeCancelled',
  unknown: 'stages:outcomeUnknown',
};

const PROOFS: Readonly<Record<Proof, TextKey>> = {
  digest: 'cli:proofDigest',
  elf: 'cli:proofElf',
  version: 'cli:proofVersion',
};

/** The verdict word first, then the cause, what to do, and the evidence. */
export function describeVerdict(verdict: VerdictEvent, t: Translator): string {
  const { sha256, proof, hint, overridden } = verdict;
  const word = t('cli:verdictLine', {
    outcome: t(OUTCOMES[verdict.outcome]),
    duration: duration(verdict.durationMs),
  });
  const evidence = table([
    [t('cli:evidencePartition'), verdict.runningPartition],
    [t('cli:evidenceVersion'), verdict.version],
    [t('cli:evidenceProof'), proof === null ? null : t(PROOFS[proof])],
    [t('cli:evidenceExpected'), sha256.expected],
    [t('cli:evidenceBefore'), sha256.before],
    [t('cli:evidenceAfter'), sha256.after],
    [t('cli:evidenceElf'), verdict.elfSha256.after],
    ['otadata', verdict.otaState],
    [
      t('stages:bottleneck'),
      verdict.bottleneck === null ? null : t(`stages:bottleneck_${verdict.bottleneck}`),
    ],
    [t('cli:evidenceOverridden'), overridden.length === 0 ? null : overridden.join(', ')],
  ]);
  const lines = [word, verdict.message, hint, verdict.lessCertain ? t('cli:lessCertain') : null, evidence];
  return lines.filter((line) => line !== null && line !== '').join('\n');
}
