import './network.css';

import type { ReactNode } from 'react';
import { useEffect } from 'react';

import { useClient, useStateOf } from '../client/context.tsx';
import { GeneralFailures } from '../notices/general-failures.tsx';
import { LimitsForm } from '../serving/limits-form.tsx';
import { ServingForm } from '../serving/serving-form.tsx';
import { StopNotice } from '../serving/stop-notice.tsx';
import { ServerSettings } from '../settings/server-settings.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { AddressList } from './address-list.tsx';
import { AliasForm } from './alias-form.tsx';
import { BoardWays } from './board-ways.tsx';
import { FirewallNote } from './firewall-note.tsx';

/** Where boards find this machine: its addresses, which of them each is given, what may keep them out. */
export function ServerScreen(): ReactNode {
  const t = useText();
  const client = useClient();
  const settings = useStateOf('settings');
  const network = useStateOf('network');
  useEffect(() => {
    // What the system says of its firewall may have changed since the program started.
    client.call('network.look', {}).catch(() => undefined);
  }, [client]);
  return (
    <main className="cards-screen server-screen" aria-labelledby="server-title">
      <header>
        <h1 id="server-title">{t('network:server')}</h1>
        <Listening />
      </header>
      <Notices />
      {settings !== null && network !== null && (
        <div className="columns">
          <div>
            <AddressList network={network} />
            <BoardWays network={network} settings={settings} />
            <LimitsForm key={JSON.stringify(settings.limits)} saved={settings.limits} />
          </div>
          <div>
            <FirewallNote firewall={network.firewall} />
            <ServerSettings key={JSON.stringify(settings.server)} settings={settings} />
            <ServingForm key={JSON.stringify(settings.serving)} saved={settings.serving} />
            <AliasForm
              key={JSON.stringify(settings.aliases)}
              saved={settings.aliases}
              state={network.aliases}
            />
          </div>
        </div>
      )}
    </main>
  );
}

function Listening(): ReactNode {
  const t = useText();
  const server = useStateOf('server');
  if (server?.kind !== 'listening') return <p>{t('network:doesNotListen')}</p>;
  const { port, bind } = server;
  return (
    <p>
      {bind === '0.0.0.0'
        ? t('network:listensAt', { port })
        : t('network:listensAtOne', { address: bind, port })}
    </p>
  );
}

function Notices(): ReactNode {
  const server = useStateOf('server');
  return (
    <GeneralFailures>
      {server?.kind === 'failed' && <ErrorNote error={server.error} />}
      <StopNotice />
    </GeneralFailures>
  );
}
