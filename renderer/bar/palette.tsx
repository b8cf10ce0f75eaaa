import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { BoardState } from '../../shared/contract/values.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { useBench } from '../bench/bench-context.tsx';
import { openFileDialog } from '../bench/browser-files.ts';
import { gateOf } from '../bench/gate.ts';
import type { Actions } from '../bench/use-actions.ts';
import { useActions } from '../bench/use-actions.ts';
import { useBoards, useImages, useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';

interface PaletteAction {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly onClick: () => void;
}

/** A library of a thousand images would make the list slow; what is typed is looked up in all of them. */
const MOST_SHOWN = 60;

/** Everything there is to do, by typing it. */
export function Palette(): ReactNode {
  const t = useText();
  const bench = useBench();
  const actions = useActions();
  const boards = useBoards();
  const images = useImages();
  const listening = useStateOf('server')?.kind === 'listening';
  const { board, image, phase, preflight, overridden, dispatch } = bench;

  const now: PaletteAction[] = [];
  if (phase === 'running')
    now.push({ id: 'cancel', label: t('page:cancelUpdate'), onClick: () => void actions.cancel() });
  if (phase === 'ended') now.push({ id: 'again', label: t('page:flashAgain'), onClick: actions.flashAgain });
  if (phase === 'ready' && gateOf(board, image, preflight.report, overridden).kind === 'open') {
    const flash = (): void => void actions.flash({ reset: false, sendUrl: true });
    now.push({ id: 'flash', label: t('page:flashOverWifi'), onClick: flash });
  }
  const always: PaletteAction[] = [
    { id: 'choose', label: t('page:chooseFile'), onClick: openFileDialog },
    { id: 'virtual', label: t('page:addVirtual'), onClick: () => void actions.addVirtual() },
    {
      id: 'openPort',
      label: t('page:openSerialPort'),
      onClick: () => dispatch({ kind: 'showDialog', dialog: 'openPort' }),
    },
    {
      id: 'firmware',
      label: t('page:firmwareTitle'),
      onClick: () => dispatch({ kind: 'showDialog', dialog: 'firmware' }),
    },
    {
      id: 'wifi',
      label: t('page:wifiForBoards'),
      onClick: () => dispatch({ kind: 'showDialog', dialog: 'wifi' }),
    },
    { id: 'ca', label: t('page:saveCa'), onClick: () => void actions.saveCa() },
    { id: 'diagnostics', label: t('page:copyDiagnostics'), onClick: () => void actions.copyDiagnostics() },
    listening
      ? { id: 'stop', label: t('page:stopServer'), onClick: () => void actions.run('server.stop', {}) }
      : { id: 'start', label: t('page:startServer'), onClick: () => void actions.run('server.start', {}) },
    {
      id: 'bench',
      label: t('page:bench'),
      onClick: () => dispatch({ kind: 'showScreen', screen: 'bench' }),
    },
    {
      id: 'server',
      label: t('page:server'),
      onClick: () => dispatch({ kind: 'showScreen', screen: 'server' }),
    },
    {
      id: 'certs',
      label: t('page:certs'),
      onClick: () => dispatch({ kind: 'showScreen', screen: 'certs' }),
    },
    {
      id: 'library',
      label: t('page:library'),
      onClick: () => dispatch({ kind: 'showScreen', screen: 'library' }),
    },
    {
      id: 'faults',
      label: t('page:faults'),
      onClick: () => dispatch({ kind: 'showScreen', screen: 'faults' }),
    },
    {
      id: 'history',
      label: t('page:history'),
      onClick: () => dispatch({ kind: 'showScreen', screen: 'history' }),
    },
    {
      id: 'settings',
      label: t('page:settings'),
      onClick: () => dispatch({ kind: 'showScreen', screen: 'settings' }),
    },
  ];
  return (
    <Spotlight
      shortcut="mod + K"
      limit={MOST_SHOWN}
      overlayProps={{ backgroundOpacity: 0.5, blur: 0 }}
      nothingFound={t('page:nothingFound')}
      searchProps={{
        placeholder: t('page:goToOrRun'),
        'aria-label': t('page:goToOrRun'),
        leftSection: <IconSearch size={16} stroke={1.5} />,
      }}
      actions={[
        { group: t('page:actions'), actions: [...now, ...boardActions(t, board, actions), ...always] },
        {
          group: t('page:boards'),
          actions: boards.map(({ deviceId, name, port }) => ({
            id: `board ${deviceId}`,
            label: name,
            description: port.label,
            onClick: () => dispatch({ kind: 'selectBoard', deviceId }),
          })),
        },
        {
          group: t('page:recentImages'),
          actions: images.map(({ imageId, fileName, projectName, version }) => ({
            id: `image ${imageId}`,
            label: fileName,
            description: [projectName, version].filter((part) => part !== null).join(' '),
            onClick: () => actions.chooseImage(imageId),
          })),
        },
      ].filter((group) => group.actions.length > 0)}
    />
  );
}

function boardActions(t: Translator, board: BoardState | null, { run }: Actions): PaletteAction[] {
  if (board === null || board.link !== 'open') return [];
  if (!board.hasModemLines && !board.port.virtual) return [];
  const { deviceId, name } = board;
  return [
    {
      id: 'reset',
      label: t('page:resetBoard'),
      description: name,
      onClick: () => void run('board.reset', { deviceId }),
    },
  ];
}
