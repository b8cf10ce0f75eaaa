import type { FirmwareTrust } from '../../../shared/contract/trust-values.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import { findCertificates } from '../../../shared/esp/find-certificates.ts';
import type { ImageKind } from '../../../shared/esp/image-facts.ts';
import { kindOf } from '../../../shared/esp/image-kind.ts';
import { compareTrust } from '../../../shared/x509/compare-trust.ts';
import type { Sha256 } from '../ports.ts';

/** Files that a firmware's certificates can lie in. */
const FIRMWARE: readonly ImageKind[] = ['app', 'elf', 'merged', 'bootloader', 'esp8266', 'unknown'];

/**
 * The certificates in a firmware's file, compared with `ours` (SHA-256 fingerprints).
 * @throws WorkbenchError image/empty, image/not-an-app for what is no firmware
 */
export function firmwareTrust(
  { fileName, bytes }: { readonly fileName: string; readonly bytes: Uint8Array },
  ours: readonly string[],
  sha256: Sha256,
): FirmwareTrust {
  const kind = kindOf(bytes);
  if (kind === 'empty') throw new WorkbenchError('image/empty', { file: fileName });
  if (!FIRMWARE.includes(kind)) throw new WorkbenchError('image/not-an-app', { file: fileName, kind });
  const certificates = findCertificates(bytes, sha256);
  return { fileName, kind, certificates, ours, comparison: compareTrust(certificates, ours) };
}
