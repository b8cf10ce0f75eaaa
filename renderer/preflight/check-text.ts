import type { PreflightCheck } from '../../shared/ota/preflight.ts';
import { checkText as words } from '../../shared/text/check-text.ts';
import type { Translator } from '../../shared/text/translator.ts';
import type { GlyphName } from '../ui/glyph.tsx';

/** One check in words. */
export interface CheckText {
  readonly glyph: GlyphName;
  readonly name: string;
  readonly result: string;
  /** What was compared with what. */
  readonly detail: string;
  /** Where the value it was compared with comes from. */
  readonly readFrom: string;
}

const GLYPHS = { passed: 'confirmed', warned: 'warning', failed: 'failed', notKnown: 'notKnown' } as const;

export function checkText(t: Translator, check: PreflightCheck): CheckText {
  const { label, detail, readFrom } = words(t, check);
  return {
    glyph: GLYPHS[check.result],
    name: label,
    result: t(`page:result_${check.result}`),
    detail,
    readFrom,
  };
}

const ORDER = { failed: 0, passed: 1, warned: 2, notKnown: 3 } as const;

/** Failures first, so that they are seen; warnings last, in words. What nobody can say is left out. */
export function inOrder(checks: readonly PreflightCheck[]): readonly PreflightCheck[] {
  return checks
    .filter(({ result }) => result !== 'notKnown')
    .sort((a, b) => ORDER[a.result] - ORDER[b.result]);
}
