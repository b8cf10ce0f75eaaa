import type { BoardState, PreflightReport } from '../../shared/contract/values.ts';
import type { ImageFacts } from '../../shared/esp/image-facts.ts';
import { nextSlot, partitionNamed } from '../../shared/ota/device/read-board.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { exactBytes, shortDigest } from '../text/format.ts';

/** One fact of the image: its name, its value, and a remark in small letters. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly remark: string | null;
  readonly mono: boolean;
  /** The whole value where `value` is shortened. */
  readonly title: string | null;
}

/** The facts that tell one image from another. */
export function imageFacts(
  t: Translator,
  facts: ImageFacts,
  board: BoardState | null,
  session: SessionView | null,
): readonly Fact[] {
  const fact = (name: string, value: string | null, more: Partial<Fact> = {}): Fact => ({
    name,
    value: value ?? '–',
    remark: null,
    mono: false,
    title: null,
    ...more,
  });
  const digest = facts.appendedSha256;
  return [
    fact(t('page:chip'), facts.chip),
    fact(t('page:size'), exactBytes(facts.sizeBytes), { remark: slotShare(t, facts, board, session) }),
    fact(t('page:built'), builtAt(facts)),
    fact('ESP-IDF', facts.idfVersion),
    digest === null
      ? fact(t('page:fileDigest'), shortDigest(facts.fileSha256), { mono: true, title: facts.fileSha256 })
      : fact(t('page:appendedDigest'), shortDigest(digest), {
          mono: true,
          title: digest,
          remark: facts.appendedSha256Valid === false ? t('page:digestWrong') : null,
        }),
  ];
}

/** How full the slot it goes to will be. */
function slotShare(
  t: Translator,
  facts: ImageFacts,
  board: BoardState | null,
  session: SessionView | null,
): string | null {
  if (board === null) return null;
  const slot =
    session === null ? nextSlot(board.facts) : partitionNamed(board.facts, session.expected.partition);
  if (slot === null) return null;
  const percent = Math.round((facts.sizeBytes / slot.sizeBytes) * 100);
  return t('page:ofSlot', { percent });
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Nov 22 2026` and `01:47:09`, as the compiler writes them, as `2026-11-22 01:47`. */
export function builtAt({ compileDate, compileTime }: ImageFacts): string | null {
  if (compileDate === null) return null;
  const [, month = '', day = '', year = ''] = /^(\w{3}) +(\d{1,2}) (\d{4})$/.exec(compileDate) ?? [];
  const index = MONTHS.indexOf(month);
  const date =
    index < 0 ? compileDate : `${year}-${String(index + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return compileTime === null ? date : `${date} ${compileTime.slice(0, 5)}`;
}

/** How many checks came out how. */
export function countResults(
  report: PreflightReport,
): Readonly<Record<'passed' | 'warned' | 'failed', number>> {
  const count = (result: string): number => report.checks.filter((check) => check.result === result).length;
  return { passed: count('passed'), warned: count('warned'), failed: count('failed') };
}
