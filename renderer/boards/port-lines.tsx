import './port-lines.css';

import { useInterval } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';

import type { InputLines, OutputLines } from '../../shared/contract/serial-values.ts';
import type { BoardState } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useClient } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { useSerial } from './use-serial.ts';

const UNKNOWN: InputLines = { cts: null, dsr: null, dcd: null };
/** Inputs are read while they are looked at. */
const READ_MS = 1_000;

/** The lines of an open port: DTR and RTS to set, CTS, DSR and DCD as they are read. */
export function PortLines({ board }: { readonly board: BoardState }): ReactNode {
  const t = useText();
  const client = useClient();
  const { run } = useActions();
  const { deviceId } = board;
  const lines = useSerial(deviceId)?.lines ?? null;
  const [inputs, setInputs] = useState<InputLines>(UNKNOWN);
  const hasLines = lines !== null;
  const read = (): void => {
    // A port that goes meanwhile is told as a state.
    if (hasLines) client.call('board.readLines', { deviceId }).then(setInputs, () => setInputs(UNKNOWN));
  };
  const { start, stop } = useInterval(read, READ_MS);
  useEffect(() => {
    start();
    return stop;
  }, [start, stop]);
  if (lines === null) return <p className="port-lines-none">{t('serial:noLines')}</p>;
  const set = (changed: Partial<OutputLines>): void =>
    void run('board.setLines', { deviceId, ...lines, ...changed });
  return (
    <fieldset className="port-lines" aria-label={t('serial:lines')}>
      <LineButton name="DTR" on={lines.dtr} onToggle={() => set({ dtr: !lines.dtr })} />
      <LineButton name="RTS" on={lines.rts} onToggle={() => set({ rts: !lines.rts })} />
      <InputLine name="CTS" on={inputs.cts} />
      <InputLine name="DSR" on={inputs.dsr} />
      <InputLine name="DCD" on={inputs.dcd} />
    </fieldset>
  );
}

function LineButton(props: {
  readonly name: string;
  readonly on: boolean;
  readonly onToggle: () => void;
}): ReactNode {
  const t = useText();
  const state = t(props.on ? 'serial:lineAsserted' : 'serial:lineReleased');
  return (
    <button type="button" aria-pressed={props.on} onClick={props.onToggle}>
      <b>{props.name}</b> {state}
    </button>
  );
}

function InputLine({ name, on }: { readonly name: string; readonly on: boolean | null }): ReactNode {
  const t = useText();
  const state = on === null ? '–' : t(on ? 'serial:lineAsserted' : 'serial:lineReleased');
  return (
    <span>
      <b>{name}</b> {state}
    </span>
  );
}
