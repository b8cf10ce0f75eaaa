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
  const dialog = asked && !declined ? 'wifi' : state.dialog;
  return (
    <>
      {dialog === 'wifi' && <WifiDialog asked={asked} onClose={close} />}
      {dialog === 'path' && <PathDialog onClose={close} />}
      {dialog === 'openPort' && <OpenPort onClose={close} />}
      <FirmwareLines opened={dialog === 'firmware'} trust={state.linesFor} onClose={close} />
    </>
  );
}
