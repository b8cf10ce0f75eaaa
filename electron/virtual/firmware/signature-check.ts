import type { Flash } from '../hardware/flash.ts';
import type { EspLog } from './esp-log.ts';
import { judgeSignature, SIGNATURE_SECTOR_BYTES } from './image-signature.ts';

const TAG = 'secure_boot_v2';
/** MBEDTLS_ERR_RSA_VERIFY_FAILED */
const RSA_VERIFY_FAILED = -17_280;

export interface SignatureCheckDeps {
  readonly flash: Flash;
  readonly log: EspLog;
}

/**
 * `esp_secure_boot_verify_sbv2_signature_block`, as the bootloader or the app does it, with its lines.
 * @param end Flash address of the image's end
 */
export function verifySignature(
  { flash, log }: SignatureCheckDeps,
  offset: number,
  end: number,
  by: 'bootloader' | 'app',
): boolean {
  log.info('esp_image', 'Verifying image signature...');
  const length = paddedLength(end - offset);
  if (!flash.holds(offset + length, SIGNATURE_SECTOR_BYTES)) return false;
  const sector = flash.read(offset + length, SIGNATURE_SECTOR_BYTES);
  const judgement = judgeSignature(flash.read(offset, length), sector);
  if (by === 'bootloader') {
    log.info(TAG, 'Verifying with RSA-PSS...');
    if (judgement === 'good') log.info(TAG, 'Signature verified successfully!');
    else log.error(TAG, 'Secure Boot V2 verification failed.');
    return judgement === 'good';
  }
  log.info(TAG, 'Take trusted digest key(s) from eFuse block(s)');
  if (judgement === 'skipped' || judgement === 'untrusted') return false;
  log.info(TAG, '#0 app key digest == #0 trusted key digest');
  log.info(TAG, 'Verifying with RSA-PSS...');
  if (judgement === 'good') log.info(`${TAG}_rsa`, 'Signature verified successfully!');
  else log.error(`${TAG}_rsa`, `Failed mbedtls_rsa_rsassa_pss_verify, err: ${RSA_VERIFY_FAILED}`);
  return judgement === 'good';
}

/** Length of what is signed: the image up to the next sector. */
export function paddedLength(imageBytes: number): number {
  return Math.ceil(imageBytes / SIGNATURE_SECTOR_BYTES) * SIGNATURE_SECTOR_BYTES;
}
