import type { ErrorCode } from '../errors.ts';

/** One pre-flight check of an image against a board. */
export interface PreflightCheck {
  /** Stable name, used by `--force=NAME` and in `preflight/<name>`. */
  readonly name: PreflightName;
  readonly result: 'passed' | 'warned' | 'failed' | 'notKnown';
  /** Fills the check's sentence for this result; what was compared. */
  readonly params: Readonly<Record<string, string | number>>;
  /** Where the value it was compared with comes from. */
  readonly readFrom: 'file' | 'boardLog' | 'partitionRows' | 'earlierSessions' | 'runningImage' | 'workbench';
  /** What the failure rests on: the file alone (exit 2) or the board (verdict `refused`). */
  readonly restsOn: 'file' | 'board' | 'network';
  /** The code of the verdict or error that a failure gives. */
  readonly code: ErrorCode;
}

export const PREFLIGHT_NAMES = [
  'structure',
  'checksum',
  'digest',
  'chip',
  'chip-revision',
  'efuse-revision',
  'secure-version',
  'project',
  'mmu-page',
  'signature',
  'fit',
  'version',
  'last-invalid',
  'older',
  'url-length',
  'board-ready',
  'pending-verify',
  'reach',
  'firewall',
  'certificate',
  'self-test',
  'next-ca',
  'console-speed',
] as const;

export type PreflightName = (typeof PREFLIGHT_NAMES)[number];
