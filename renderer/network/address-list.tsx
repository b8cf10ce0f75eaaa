import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { NetworkAddress, NetworkState } from '../../shared/contract/network-values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useBoards } from '../client/context.tsx';
import { clockText } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { interfaceText } from './network-text.ts';

/** Every address of this machine: what it hangs on, how large its network is, which boards it faces. */
export function AddressList({ network }: { readonly network: NetworkState }): ReactNode {
  const t = useText();
  const { run } = useActions();
  const { addresses, changedAtMs } = network;
  return (
    <section className="card" aria-labelledby="addresses-title">
      <header>
        <h2 id="addresses-title">{t('network:addresses')}</h2>
        <Button
          leftSection={<IconRefresh size={16} stroke={1.5} aria-hidden="true" />}
          onClick={() => void run('network.look', {})}
        >
          {t('network:lookAgain')}
        </Button>
      </header>
      <p>{t('network:addressesHint')}</p>
      {addresses.length === 0 ? (
        <p>{t('network:noAddresses')}</p>
      ) : (
        <table data-testid="addresses">
          <thead>
            <tr>
              <th scope="col">{t('network:address')}</th>
              <th scope="col">{t('network:kind')}</th>
              <th scope="col">{t('network:interface')}</th>
              <th scope="col">{t('network:facesColumn')}</th>
            </tr>
          </thead>
          <tbody>
            {addresses.map((address) => (
              <Address key={`${address.interfaceName} ${address.address}`} address={address} />
            ))}
          </tbody>
        </table>
      )}
      <p className="changed" role="status">
        {changedAtMs !== null && t('network:changedAt', { time: clockText(changedAtMs, true) })}
      </p>
    </section>
  );
}

function Address({ address: row }: { readonly address: NetworkAddress }): ReactNode {
  const t = useText();
  const boards = useBoards();
  const { address, kind, netmask, prefixLength, isDefault, faces } = row;
  const names = faces.map((id) => boards.find(({ deviceId }) => deviceId === id)?.name ?? id);
  if (isDefault) names.unshift(t('network:defaultRoute'));
  return (
    <tr data-kind={kind}>
      <td title={netmask}>
        <code>{prefixLength === null ? address : `${address}/${prefixLength}`}</code>
      </td>
      <td>{t(`network:kind_${kind}`)}</td>
      <td title={row.label ?? undefined}>{interfaceText(row)}</td>
      <td>{names.join(t('network:listSeparator'))}</td>
    </tr>
  );
}
