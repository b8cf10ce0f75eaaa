import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';

import type { BoardWay, NetworkState } from '../../shared/contract/network-values.ts';
import type { BoardState, Settings } from '../../shared/contract/values.ts';
import { errorText } from '../../shared/text/translator.ts';
import { useActions } from '../bench/use-actions.ts';
import { useBoards } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { whyText } from './network-text.ts';

interface BoardWaysProps {
  readonly network: NetworkState;
  readonly settings: Settings;
}

/** What each board's URL names and why, and where another of our addresses is pinned. */
export function BoardWays({ network, settings }: BoardWaysProps): ReactNode {
  const t = useText();
  const boards = useBoards();
  const { pin, boardPins } = settings.network;
  return (
    <section className="card ways" aria-labelledby="ways-title">
      <h2 id="ways-title">{t('network:ways')}</h2>
      <ul>
        <li>
          <div>
            <b>{t('network:allBoards')}</b> <span>{t('network:pinnedAll')}</span>
          </div>
          <Pin label={t('network:pinForAll')} deviceId={null} pin={pin} network={network} />
        </li>
        {boards.map((board) => (
          <li key={board.deviceId} data-board={board.deviceId}>
            <Way board={board} way={network.boards[board.deviceId]} />
            <Pin
              label={t('network:pinFor', { board: board.name })}
              deviceId={board.deviceId}
              pin={boardPins[board.deviceId] ?? null}
              network={network}
            />
          </li>
        ))}
      </ul>
      {boards.length === 0 && <p>{t('network:noBoards')}</p>}
    </section>
  );
}

function Way({ board, way }: { readonly board: BoardState; readonly way: BoardWay | undefined }): ReactNode {
  const t = useText();
  const { ipv4 } = board.facts;
  const why = way === undefined ? null : whyText(t, way);
  return (
    <div>
      <b>{board.name}</b>{' '}
      <span>{ipv4 === null ? t('network:boardNowhere') : t('network:boardAt', { address: ipv4 })}</span>
      {why !== null && <p>{why}</p>}
      {way?.sharesNetwork === false && <Warning text={t('network:notShared')} />}
      {way?.pinUnused != null && <Warning text={t('network:pinUnused', { address: way.pinUnused })} />}
      {way?.error != null && ipv4 !== null && <Warning text={errorText(t, way.error).message} />}
    </div>
  );
}

function Warning({ text }: { readonly text: string }): ReactNode {
  return (
    <p className="tone-warn">
      <Glyph name="warning" /> {text}
    </p>
  );
}

interface PinProps {
  readonly label: string;
  readonly deviceId: string | null;
  readonly pin: string | null;
  readonly network: NetworkState;
}

/** Chooses an address; one that is pinned and gone stays in the list, so that it is seen. */
function Pin({ label, deviceId, pin, network }: PinProps): ReactNode {
  const t = useText();
  const { run } = useActions();
  const own = [...new Set(network.addresses.map(({ address }) => address))];
  const choices = pin === null || own.includes(pin) ? own : [...own, pin];
  return (
    <NativeSelect
      aria-label={label}
      value={pin ?? ''}
      data={[{ value: '', label: t('network:byRoute') }, ...choices]}
      onChange={(event) => void run('network.pin', { deviceId, address: event.currentTarget.value || null })}
    />
  );
}
