import type { en } from './text/en/index.ts';

/** Every failure the user can meet, as `area/reason`; its words stand in `text/<language>/`. */
export type ErrorCode = keyof (typeof en)['errors'];

export type ErrorParams = Readonly<Record<string, string | number>>;

/** The form in which an error crosses a process or socket: words are added by whoever shows it. */
export interface ErrorPayload {
  readonly code: ErrorCode;
  /** Values for the `{{placeholders}}` of its text. */
  readonly params: ErrorParams;
}

/** An expected failure. Anything else that is thrown is a bug. */
export class WorkbenchError extends Error {
  override readonly name = 'WorkbenchError';
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: { readonly cause?: unknown }) {
    super(`${code} ${JSON.stringify(params)}`, options);
    this.code = code;
    this.params = params;
  }
}

/** Turns anything thrown into a payload; what is not a WorkbenchError becomes `internal/unexpected`. */
export function toErrorPayload(thrown: unknown): ErrorPayload {
  if (thrown instanceof WorkbenchError) return { code: thrown.code, params: thrown.params };
  return { code: 'internal/unexpected', params: { detail: messageOf(thrown) } };
}

/** The message of anything thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
