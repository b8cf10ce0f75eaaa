import type { BoardState } from '../../shared/contract/values.ts';
import { leftByCancel } from '../../shared/ota/left-by-cancel.ts';
import type { Running, SessionView, Verdict } from '../../shared/ota/session-view.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { errorText } from '../../shared/text/translator.ts';
import { outcomeWord } from '../text/outcome-word.ts';

/** The verdict's word first, then the cause: `Failed: the board does not trust this CA`. */
export function headline(t: Translator, verdict: Verdict): string {
  const word = outcomeWord(t, verdict.outcome);
  if (verdict.error === null) return word;
  const cause = withoutStop(errorText(t, verdict.error).message);
  return t('page:verdictAndCause', { word, cause: inSentence(cause) });
}

function withoutStop(sentence: string): string {
  return sentence.replace(/[.。]$/, '');
}

/** "The board …" goes on in lower case behind a colon; names and other scripts stay. */
function inSentence(sentence: string): string {
  return /^(The|After|Nothing|Neither|This|What|Several) /.test(sentence)
    ? sentence.charAt(0).toLowerCase() + sentence.slice(1)
    : sentence;
}

/** What runs now and what that rests on, in one to three sentences. */
export function standingSentence(
  t: Translator,
  board: BoardState,
  session: SessionView,
  verdict: Verdict,
): string {
  const sentences = [whatRuns(t, board, session, verdict)];
  if (verdict.outcome === 'confirmed') sentences.push(proofSentence(t, verdict));
  if (verdict.lessCertain) sentences.push(t('page:lessCertain'));
  if (session.overridden.length > 0)
    sentences.push(t('page:overriddenChecks', { checks: session.overridden.join(', ') }));
  return sentences.filter((sentence) => sentence !== '').join(t('page:sentenceGap'));
}

function whatRuns(t: Translator, board: BoardState, session: SessionView, verdict: Verdict): string {
  const { before, after, image, expected } = session;
  switch (verdict.outcome) {
    case 'confirmed':
      return t('page:boardRuns', {
        board: board.name,
        project: image.projectName ?? image.fileName,
        version: after.version ?? expected.version ?? '',
        slot: after.partition ?? expected.partition ?? '',
      });
    case 'rolledBack':
      return named(t, 'page:runsAgain', known(after, before));
    case 'refused':
      return named(t, 'page:stillRuns', known(before, after));
    case 'interrupted':
      return [t('page:nothingJudged'), named(t, 'page:lastRan', known(after, before))]
        .filter((part) => part !== '')
        .join(t('page:sentenceGap'));
    case 'unknown':
      return named(t, 'page:ranBefore', before);
    case 'cancelled':
      return t(`stages:left_${leftByCancel(session)}`);
    case 'failed': {
      const restarted = session.stages.some(({ stage }) => stage === 'restarting');
      return named(
        t,
        restarted ? 'page:lastRan' : 'page:stillRuns',
        restarted ? known(after, before) : before,
      );
    }
  }
}

function known(first: Running, second: Running): Running {
  return first.version === null && first.partition === null ? second : first;
}

function named(
  t: Translator,
  key: 'page:runsAgain' | 'page:stillRuns' | 'page:lastRan' | 'page:ranBefore',
  { version, partition }: Running,
): string {
  return version === null || partition === null ? '' : t(key, { version, slot: partition });
}

function proofSentence(t: Translator, { proof, equalDigestBytes }: Verdict): string {
  if (proof === 'digest') return t('page:allBytesAgree', { count: equalDigestBytes ?? 32 });
  return proof === 'elf' ? t('page:elfAgrees') : '';
}

/** Pairs of bytes that agree, place by place; null while one of them is unknown. */
export function agreement(expected: string | null, after: string | null): readonly boolean[] | null {
  if (expected === null || after === null || expected.length !== after.length) return null;
  return Array.from(
    { length: expected.length / 2 },
    (_, i) => expected.slice(2 * i, 2 * i + 2) === after.slice(2 * i, 2 * i + 2),
  );
}

/** What the board's and the server's words mean, where they need a word more. */
export function sideNotes(
  t: Translator,
  verdict: Verdict,
): { readonly board: string | null; readonly server: string | null } {
  const serverNotes = {
    'tls/unknown-ca': 'page:noteAlert48',
    'tls/host-mismatch': 'page:noteAlert42',
  } as const;
  const code = verdict.error?.code ?? '';
  const serverKey = serverNotes[code as keyof typeof serverNotes];
  const certificate = ['tls/unknown-ca', 'tls/host-mismatch', 'tls/expired', 'tls/certificate'].includes(
    code,
  );
  return {
    board: certificate ? t('page:noteCertificate') : null,
    server: serverKey === undefined || verdict.lessCertain ? null : t(serverKey),
  };
}
