import type { BoardFacts } from '../../shared/ota/board-facts.ts';
import type { Running, SessionView } from '../../shared/ota/session-view.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { hex } from '../text/format.ts';

/** One row of the evidence. `after` is null as long as the board has not said it. */
export interface EvidenceRow {
  readonly name: string;
  readonly before: string;
  readonly expected: string;
  readonly after: string | null;
  /** Null while nobody can say. */
  readonly agrees: boolean | null;
}

const UNKNOWN = '–';

export function evidenceRows(t: Translator, session: SessionView, facts: BoardFacts): readonly EvidenceRow[] {
  const { before, expected, after } = session;
  return [
    row(t('page:slot'), slotText(before), slotText(expected), slotText(after)),
    row(t('page:version'), before.version, expected.version, after.version),
    ...elfRow(t, session),
    ...stateRow(after),
    diagnosticsRow(t, session, facts),
  ];
}

function row(
  name: string,
  before: string | null,
  expected: string | null,
  after: string | null,
): EvidenceRow {
  return {
    name,
    before: before ?? UNKNOWN,
    expected: expected ?? UNKNOWN,
    after,
    agrees: after === null || expected === null ? null : after === expected,
  };
}

/** As many digits as the board prints of it; no row where it prints none. */
function elfRow(t: Translator, { before, expected, after }: SessionView): readonly EvidenceRow[] {
  const printed = after.elfSha256 ?? null;
  const digits = (printed ?? before.elfSha256 ?? '').length;
  if (digits === 0) return [];
  const wanted = expected.elfSha256?.slice(0, digits) ?? null;
  return [row(t('page:elfDigest'), before.elfSha256 ?? null, wanted, printed)];
}

/** What otadata says of the image, where a line of the board names it: it is no proof, and compared with nothing. */
function stateRow({ otaState }: Running): readonly EvidenceRow[] {
  if (otaState == null) return [];
  return [{ name: 'otadata', before: UNKNOWN, expected: UNKNOWN, after: otaState, agrees: null }];
}

function slotText({ partition, offset }: Running): string | null {
  if (partition === null) return offset === null ? null : hex(offset);
  return offset === null ? partition : `${partition} ${hex(offset)}`;
}

function diagnosticsRow(t: Translator, session: SessionView, facts: BoardFacts): EvidenceRow {
  const name = t('page:diagnostics');
  const base = { name, before: UNKNOWN, expected: t('page:diagnosticsPassed') };
  const { verdict, stages } = session;
  if (verdict?.outcome === 'confirmed') {
    const words = stages.find(({ stage }) => stage === 'confirmed')?.evidence ?? '';
    const ownWord = /Diagnostics completed|rollback cancelled/.test(words);
    return { ...base, after: t(ownWord ? 'page:diagnosticsValid' : 'page:diagnosticsRanOn'), agrees: true };
  }
  if (verdict?.error?.code === 'boot/diagnostics-failed')
    return { ...base, after: t('page:diagnosticsFailed'), agrees: false };
  const runs = verdict === null && facts.pendingVerify;
  return { ...base, after: runs ? 'PENDING_VERIFY' : null, agrees: null };
}
