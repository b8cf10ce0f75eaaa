import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { FirewallState } from '../../shared/contract/network-values.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { firewallText } from './network-text.ts';

/** Whether this machine's firewall lets boards in, and what opens the port. Null until the system has answered. */
export function FirewallNote({ firewall }: { readonly firewall: FirewallState | null }): ReactNode {
  const t = useText();
  return (
    <section className="card firewall" aria-labelledby="firewall-title">
      <h2 id="firewall-title">{t('network:firewall')}</h2>
      {firewall === null ? <p>{t('network:firewallAsking')}</p> : <Word firewall={firewall} />}
    </section>
  );
}

const GLYPHS = { ok: 'confirmed', warn: 'warning', mute: 'notKnown' } as const;

function Word({ firewall }: { readonly firewall: FirewallState }): ReactNode {
  const t = useText();
  const { sentence, tone } = firewallText(t, firewall);
  const { tool, command, isPublic } = firewall;
  return (
    <>
      <p className={`tone-${tone}`} role="status">
        <Glyph name={GLYPHS[tone]} /> {sentence}
      </p>
      {isPublic === true && <p>{t('network:publicNetwork')}</p>}
      {command !== null && (
        <>
          <p>{t(tool === 'windows' ? 'network:openWithAdmin' : 'network:openWith')}</p>
          <div className="command">
            <code>{command}</code>
            <CopyButton value={command}>
              {({ copied, copy }) => (
                <Button
                  leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} stroke={1.5} />}
                  onClick={copy}
                >
                  {t(copied ? 'network:copied' : 'network:copyCommand')}
                </Button>
              )}
            </CopyButton>
          </div>
          {(tool === 'windows' || tool === 'macos') && <p>{t(`network:click_${tool}`)}</p>}
        </>
      )}
    </>
  );
}
