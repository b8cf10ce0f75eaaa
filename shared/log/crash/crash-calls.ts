import type { Translator } from '../../text/translator.ts';
import type { Crash } from './crash.ts';

/** What is known of the calls that led to a crash. */
export type CrashCalls =
  /** There are none to look for: a supply that fails. */
  | { readonly kind: 'none' }
  /** The board printed neither a backtrace nor its stack. */
  | { readonly kind: 'noTrace' }
  /** The board did not say which program it runs. */
  | { readonly kind: 'elfUnnamed' }
  /** `elf`: as much of the program's SHA-256 as the board printed. */
  | { readonly kind: 'elfMissing'; readonly elf: string }
  /** Innermost first, each with function, file and line. `tool` decoded them; null where our own reader did. */
  | {
      readonly kind: 'calls';
      readonly calls: readonly string[];
      readonly tool: string | null;
      readonly ends: Crash['backtraceEnds'];
    };

/** The calls in words, a line each; else what is missing. */
export function crashCallsText(t: Translator, found: CrashCalls): readonly string[] {
  switch (found.kind) {
    case 'none':
      return [];
    case 'elfMissing':
      return [t('crash:elfMissing', { elf: found.elf })];
    case 'calls': {
      const ends = found.ends === 'whole' ? [] : [t(`crash:${found.ends}`)];
      const { tool } = found;
      const head = tool === null ? t('crash:calls') : t('crash:callsByTool', { tool });
      return [head, ...found.calls, ...ends];
    }
    default:
      return [t(`crash:${found.kind}`)];
  }
}
