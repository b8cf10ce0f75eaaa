import type { ReactNode } from 'react';

import type { FirmwareTrust } from '../../shared/contract/trust-values.ts';
import type { FoundCertificate } from '../../shared/esp/found-certificate.ts';
import { hexNumber } from '../../shared/esp/hex.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';

const GLYPHS = { equal: 'confirmed', different: 'failed', none: 'notKnown' } as const;

/** What a firmware carries: the comparison in a sentence, then each certificate. */
export function FirmwareFindings({ trust }: { readonly trust: FirmwareTrust }): ReactNode {
  const t = useText();
  const { fileName, comparison, certificates, ours } = trust;
  return (
    <>
      <p className="comparison" data-comparison={comparison}>
        <Glyph name={GLYPHS[comparison]} />
        <span>
          <b>{fileName}</b> {t(`trust:comparison.${comparison}`)}
        </span>
      </p>
      {certificates.length > 0 && (
        <ul>
          {certificates.map((found) => (
            <Found key={found.offset} found={found} isOurs={ours.includes(found.sha256Fingerprint)} />
          ))}
        </ul>
      )}
    </>
  );
}

function Found(props: { readonly found: FoundCertificate; readonly isOurs: boolean }): ReactNode {
  const t = useText();
  const { subject, isCa, notAfter, form, offset, sha256Fingerprint } = props.found;
  const said = [
    ...(props.isOurs ? [t('trust:ours')] : []),
    ...(isCa ? [t('trust:isCa')] : []),
    t('trust:until', { date: notAfter.slice(0, 10) }),
    t(`trust:form.${form}`),
    hexNumber(offset, 6),
  ];
  return (
    <li>
      <b>{subject}</b>
      <span>{said.join(' · ')}</span>
      <code className="fingerprint">{sha256Fingerprint}</code>
    </li>
  );
}
