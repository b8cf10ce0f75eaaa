import type { ReactNode } from 'react';
import { useState } from 'react';

import { useBench } from './bench/bench-context.tsx';
import { OpenPort } from './boards/open-port.tsx';
import { useStateOf } from './client/context.tsx';
import { FirmwareLines } from './first/firmware-lines.tsx';
import { WifiDialog } from './notices/wifi-dialog.tsx';
import { PathDialog } from './watch/path-dialog.tsx';

/** The dialog that is open, whoever asked for it. */
export function Dialogs(): ReactNode {
  const { state, dispatch } = useBench();
  const asked = useStateOf('wifi') === 'asked';
  // A board that asks opens the dialog once; "not now" holds until it asks again.
  const [declined, setDeclined] = useState(false);
  if (declined && !asked) setDeclined(false);
  const close = (): void => {
    setDeclined(asked);
    dispatch({ kind: 'showDialog', dialog: null });
  };
  if (state.dialog === 'wifi' || (asked && !declined)) return <WifiDialog asked={asked} onClose={close} />;
  if (state.dialog === 'path') return <PathDialog onClose={close} />;
  if (state.dialog === 'openPort') return <OpenPort onClose={close} />;
  return state.dialog === 'firmware' ? <FirmwareLines trust={state.linesFor} onClose={close} /> : null;
}
