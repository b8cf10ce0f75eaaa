import type { BoardState, ImageEntry, PreflightReport } from '../../shared/contract/values.ts';
import type { PreflightName } from '../../shared/ota/preflight.ts';

/** Whether the button may be pressed, and if not, why. */
export type Gate =
  | { readonly kind: 'open' }
  | { readonly kind: 'noBoard' }
  | { readonly kind: 'noImage' }
  | { readonly kind: 'portClosed' }
  /** The file is something else; no override makes it an update. */
  | { readonly kind: 'notAnApp' }
  | { readonly kind: 'notServed' }
  /** The checks have not been answered yet. */
  | { readonly kind: 'checking' }
  | { readonly kind: 'checksFailed'; readonly count: number };

export function gateOf(
  board: BoardState | null,
  image: ImageEntry | null,
  report: PreflightReport | null,
  overridden: readonly PreflightName[],
): Gate {
  if (image === null) return { kind: 'noImage' };
  if (image.facts.kind !== 'app') return { kind: 'notAnApp' };
  if (!image.available) return { kind: 'notServed' };
  if (board === null) return { kind: 'noBoard' };
  if (board.link !== 'open') return { kind: 'portClosed' };
  if (report === null) return { kind: 'checking' };
  const failed = report.checks.filter(
    ({ name, result }) => result === 'failed' && !overridden.includes(name),
  );
  return failed.length > 0 ? { kind: 'checksFailed', count: failed.length } : { kind: 'open' };
}
