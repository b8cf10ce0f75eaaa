import type { ReactNode } from 'react';

import type { BroughtFindings, CertificateView } from '../../shared/contract/certificates-values.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { dayText } from './certs-text.ts';
import { FindingNote } from './finding-note.tsx';
import { VerdictTable } from './verdict-table.tsx';

/** What lies in files that were brought along, and what boards would say to it. */
export function BroughtFound({ found }: { readonly found: BroughtFindings }): ReactNode {
  const t = useText();
  const { chain, ca, selfSigned, publicRoot, findings, hosts } = found;
  return (
    <section className="brought-found" aria-label={t('certs:found')}>
      <h3>{t('certs:found')}</h3>
      {findings.map(({ severity, ...finding }) => (
        <FindingNote key={JSON.stringify(finding)} finding={finding} severity={severity} />
      ))}
      {findings.length === 0 && (
        <p className="tone-ok">
          <Glyph name="confirmed" /> {t('certs:nothingAgainst')}
        </p>
      )}
      <ul className="chain">
        {chain.map((certificate, index) => (
          <Certificate
            key={certificate.sha256Fingerprint}
            label={index === 0 ? t('certificates:chain') : ''}
            certificate={certificate}
          />
        ))}
        {ca !== null && !selfSigned && <Certificate label={t('certificates:embedded')} certificate={ca} />}
      </ul>
      {selfSigned && <p>{t('certificates:selfSigned')}</p>}
      {publicRoot !== null && <p>{t('certificates:publicRoot', { subject: publicRoot })}</p>}
      {hosts.map(({ host, verdicts }) => (
        <VerdictTable key={host} caption={host} verdicts={verdicts} />
      ))}
    </section>
  );
}

interface CertificateProps {
  readonly label: string;
  readonly certificate: CertificateView;
}

function Certificate({ label, certificate }: CertificateProps): ReactNode {
  const t = useText();
  const { subject, key, hash, notBefore, notAfter, dnsNames, ipAddresses, sha256Fingerprint } = certificate;
  const facts = [key, hash, t('certs:fromTo', { from: dayText(notBefore), to: dayText(notAfter) })];
  const names = [...dnsNames, ...ipAddresses.filter((address) => !dnsNames.includes(address))];
  return (
    <li>
      {label !== '' && <small>{label}</small>}
      <b>{subject}</b>
      <span>{facts.join(' · ')}</span>
      {names.length > 0 && <span>{names.join(t('certs:listSeparator'))}</span>}
      <code className="fingerprint">{sha256Fingerprint}</code>
    </li>
  );
}
