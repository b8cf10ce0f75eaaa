import type {
  AuthorityState,
  BroughtFindings,
  CertificatesState,
  FirmwareLines,
} from '../../shared/contract/certificates-values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { errorText } from '../../shared/text/translator.ts';

/** A code with its sentence and next step. */
export interface CodeWords {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export interface CertificatesEvent extends Omit<CertificatesState, 'warnings'> {
  readonly event: 'certificates';
  readonly authorities: readonly AuthorityState[];
  readonly warnings: readonly CodeWords[];
}

export interface RotatedEvent {
  readonly event: 'rotated';
  readonly current: string;
  readonly previous: string;
  /** Boards that stay with the previous CA. */
  readonly boards: readonly string[];
}

export interface BackedUpEvent {
  readonly event: 'backedUp';
  readonly file: string;
}

export interface RestoredEvent {
  readonly event: 'restored';
  readonly current: string;
  readonly previous: readonly string[];
}

export interface BroughtEvent extends Omit<BroughtFindings, 'findings'> {
  readonly event: 'brought';
  /** Whether it was kept. */
  readonly kept: boolean;
  readonly findings: readonly (CodeWords & { readonly severity: 'blocks' | 'warns' })[];
}

export interface FirmwareLinesEvent extends FirmwareLines {
  readonly event: 'firmwareLines';
}

export type CertificateCliEvent =
  | CertificatesEvent
  | RotatedEvent
  | BackedUpEvent
  | RestoredEvent
  | BroughtEvent
  | FirmwareLinesEvent;

export function certificatesEvent(
  { warnings, ...state }: CertificatesState,
  t: Translator,
): CertificatesEvent {
  return { event: 'certificates', ...state, warnings: warnings.map((each) => wordsOf(each, t)) };
}

export function broughtEvent(found: BroughtFindings, kept: boolean, t: Translator): BroughtEvent {
  const findings = found.findings.map(({ severity, ...error }) => ({ severity, ...wordsOf(error, t) }));
  return { event: 'brought', kept, ...found, findings };
}

function wordsOf(error: ErrorPayload, t: Translator): CodeWords {
  return { code: error.code, ...errorText(t, error) };
}
