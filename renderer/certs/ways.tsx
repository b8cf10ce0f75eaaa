import { Button } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { CertificatesState, TrustKind } from '../../shared/contract/certificates-values.ts';
import { TRUST_KINDS } from '../../shared/contract/certificates-values.ts';
import type { Settings } from '../../shared/contract/values.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useText } from '../text/text-context.tsx';
import { authorityOfWay, plainSubject } from './certs-text.ts';
import { InUse } from './in-use.tsx';
import { PublicHost } from './public-host.tsx';
import { SwitchDialog } from './switch-dialog.tsx';

interface WaysProps {
  readonly certificates: CertificatesState;
  readonly settings: Settings;
  /** Files for this way are wanted. */
  readonly onBring: (way: Exclude<TrustKind, 'own'>) => void;
}

/** The three ways in which boards can trust this bench, the one in use marked. */
export function Ways({ certificates, settings, onBring }: WaysProps): ReactNode {
  const t = useText();
  const [switching, setSwitching] = useState<TrustKind | null>(null);
  const [said, setSaid] = useState('');
  return (
    <section className="card ways" aria-labelledby="certs-ways">
      <h2 id="certs-ways">{t('certs:ways')}</h2>
      <ul>
        {TRUST_KINDS.map((way) => (
          <li key={way} data-way={way} aria-current={certificates.trust === way || undefined}>
            <Way way={way} certificates={certificates} onUse={() => setSwitching(way)} onBring={onBring} />
            {way === 'public' && <PublicHost certificates={certificates} server={settings.server} />}
          </li>
        ))}
      </ul>
      <p role="status">{said}</p>
      <SwitchDialog
        way={switching}
        certificates={certificates}
        onClose={() => setSwitching(null)}
        onDone={(way) => {
          setSwitching(null);
          setSaid(t('certs:switched', { way: t(`certs:way_${way}`) }));
        }}
      />
    </section>
  );
}

interface WayProps extends Pick<WaysProps, 'certificates' | 'onBring'> {
  readonly way: TrustKind;
  readonly onUse: () => void;
}

function Way({ way, certificates, onUse, onBring }: WayProps): ReactNode {
  const t = useText();
  const { dispatch } = useBench();
  const authority = authorityOfWay(certificates.authorities, way);
  const name = t(`certs:way_${way}`);
  const showLines = (): void => {
    dispatch({ kind: 'showFirmwareLines', trust: way });
  };
  return (
    <div className="way">
      <div>
        <h3>
          {name} {certificates.trust === way && <InUse />}
        </h3>
        <p>{t(`certs:wayWhat_${way}`)}</p>
        <p className="mute">
          {authority === undefined ? t('certs:nothingBrought') : plainSubject(authority.subject)}
        </p>
      </div>
      <div className="way-buttons">
        {certificates.trust !== way && authority !== undefined && (
          <Button aria-label={t('certs:useWay', { way: name })} onClick={onUse}>
            {t('certs:use')}
          </Button>
        )}
        {way !== 'own' && (
          <Button aria-label={t('certs:bringFilesFor', { way: name })} onClick={() => onBring(way)}>
            {t('certs:bringFiles')}
          </Button>
        )}
        {(way === 'public' || authority !== undefined) && (
          <Button
            aria-label={t('certs:linesFor', { way: name })}
            leftSection={<IconFileText size={16} stroke={1.5} aria-hidden="true" />}
            onClick={showLines}
          >
            {t('certs:lines')}
          </Button>
        )}
      </div>
    </div>
  );
}
