import type { ErrorCode } from '../../shared/errors.ts';
import type { Outcome } from '../../shared/ota/stage.ts';

/** How the command ends. The signal's own code is the shell's convention for SIGINT. */
export const EXIT = { done: 0, board: 1, input: 2, environment: 3, secondSignal: 130 } as const;

const INPUT = [
  'usage/',
  'cert/',
  'image/',
  'contract/',
  'alias/',
  'push/',
  'plan/',
  'run/no-boards',
  'faults/',
  'mapping/',
  'path/',
  'report/un',
  'history/unknown',
  'history/ambiguous',
  'log/not-a-log',
  'log/not-kept',
];
const ENVIRONMENT = ['serial/', 'server/', 'data/', 'net/', 'report/', 'history/', 'log/not-saved'];

/** Certificates that are kept; other failures of certificates are of what was given. */
const KEPT_CERTIFICATES: readonly ErrorCode[] = [
  'cert/invalid',
  'cert/server-invalid',
  'cert/brought-invalid',
];

/** Exit code of an error that ended the command before a verdict. */
export function exitCodeOf(code: ErrorCode): number {
  if (KEPT_CERTIFICATES.includes(code)) return EXIT.environment;
  if (INPUT.some((start) => code.startsWith(start))) return EXIT.input;
  return ENVIRONMENT.some((start) => code.startsWith(start)) ? EXIT.environment : EXIT.board;
}

/** Exit code of a verdict: 0 for confirmed alone. */
export function exitCodeOfOutcome(outcome: Outcome): number {
  return outcome === 'confirmed' ? EXIT.done : EXIT.board;
}
