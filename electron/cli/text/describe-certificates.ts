import type { FoundCertificate } from '../../../shared/esp/found-certificate.ts';
import { hexNumber } from '../../../shared/esp/hex.ts';
import type { Translator } from '../../../shared/text/translator.ts';
import type { InFirmwareEvent } from '../trust-events.ts';

/** Each certificate on lines of its own, then how they compare with this bench's. */
export function describeInFirmware({ certificates, comparison }: InFirmwareEvent, t: Translator): string {
  const lines = certificates.flatMap((found) => [
    describeFound(found, t),
    `  ${t(`trust:form.${found.form}`)}  SHA-256 ${found.sha256Fingerprint}`,
  ]);
  return [...lines, t(`trust:comparison.${comparison}`)].join('\n');
}

/** `0x12345  CN=My CA  CA  until 2046-11-22` */
export function describeFound({ offset, subject, isCa, notAfter }: FoundCertificate, t: Translator): string {
  const until = t('trust:until', { date: notAfter.slice(0, 10) });
  return [hexNumber(offset, 6), subject, ...(isCa ? [t('trust:isCa')] : []), until].join('  ');
}
