import './brought.css';
import './certs.css';

import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';

import type { TrustKind } from '../../shared/contract/certificates-values.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useStateOf } from '../client/context.tsx';
import { GeneralFailures } from '../notices/general-failures.tsx';
import { useText } from '../text/text-context.tsx';
import { FirmwareCheck } from '../trust/firmware-check.tsx';
import { SelfTestCard } from '../trust/self-test-card.tsx';
import { AuthorityList } from './authority-list.tsx';
import { BoardAuthorities } from './board-authorities.tsx';
import { BroughtCard } from './brought-card.tsx';
import { FindingNote } from './finding-note.tsx';
import { ServerCertificate } from './server-certificate.tsx';
import { Ways } from './ways.tsx';

/** What boards trust, and what is served to them. */
export function CertsScreen(): ReactNode {
  const t = useText();
  const { state } = useBench();
  const certificates = useStateOf('certificates');
  const settings = useStateOf('settings');
  const [broughtAs, setBroughtAs] = useState<Exclude<TrustKind, 'own'>>('brought');
  const brought = useRef<HTMLElement>(null);
  const dropped = state.certificateFiles;
  useEffect(() => {
    if (dropped.length > 0) toCard(brought.current);
  }, [dropped]);
  return (
    <main className="cards-screen certs-screen" aria-labelledby="certs-title">
      <header>
        <h1 id="certs-title">{t('certs:title')}</h1>
        <p>{t('certs:lead')}</p>
      </header>
      <Notices />
      {certificates !== null && settings !== null && (
        <div className="columns">
          <div>
            <Ways
              certificates={certificates}
              settings={settings}
              onBring={(way) => {
                setBroughtAs(way);
                toCard(brought.current);
              }}
            />
            <AuthorityList certificates={certificates} />
            <BoardAuthorities certificates={certificates} />
          </div>
          <div>
            <ServerCertificate certificates={certificates} options={settings.trust} />
            {/* What was judged by other authorities says nothing of these. */}
            <SelfTestCard
              key={`self-test ${certificates.ca.sha256Fingerprint}`}
              certificates={certificates}
            />
            <BroughtCard ref={brought} as={broughtAs} onAs={setBroughtAs} />
            <FirmwareCheck
              key={`firmware ${certificates.authorities.map((each) => each.sha256Fingerprint).join(' ')}`}
            />
          </div>
        </div>
      )}
    </main>
  );
}

/** Leads eyes and keyboard to a card further down. */
function toCard(card: HTMLElement | null): void {
  card?.scrollIntoView({ block: 'nearest' });
  card?.focus({ preventScroll: true });
}

function Notices(): ReactNode {
  const warnings = useStateOf('certificates')?.warnings ?? [];
  return (
    <GeneralFailures>
      {warnings.map((warning) => (
        <FindingNote key={JSON.stringify(warning)} finding={warning} severity="warns" />
      ))}
    </GeneralFailures>
  );
}
