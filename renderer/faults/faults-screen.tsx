import './faults.css';

import type { ReactNode } from 'react';
import { useState } from 'react';

import type { Input } from '../../shared/contract/contract.ts';
import type { FaultGroup, FaultName } from '../../shared/faults/fault.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useBoard, useBoards, useImages } from '../client/context.tsx';
import { GeneralFailures } from '../notices/general-failures.tsx';
import { useText } from '../text/text-context.tsx';
import { FaultDetails } from './fault-details.tsx';
import { FaultFilters } from './fault-filters.tsx';
import { FaultList } from './fault-list.tsx';
import { rowsOf, runText } from './fault-text.ts';
import { FaultsBar } from './faults-bar.tsx';
import { Findings } from './findings.tsx';
import { useFaultList, useFaultRun } from './use-faults.ts';

type Images = Input<'faults.list'>['images'];
type Numbers = Input<'faults.run'>['params'];

/** Every fault that a board can be taken through, and how it met the last ones. */
export function FaultsScreen(): ReactNode {
  const t = useText();
  const bench = useBench();
  const { run: call } = useActions();
  const boards = useBoards();
  const images = useImages().filter(({ sound, available }) => sound && available);
  const [wantedBoard, setWantedBoard] = useState(bench.board?.deviceId ?? null);
  const [wantedImage, setWantedImage] = useState(bench.image?.imageId ?? null);
  const [left, setLeft] = useState<ReadonlySet<FaultName>>(new Set());
  const [group, setGroup] = useState<FaultGroup | null>(null);
  const [selected, setSelected] = useState<FaultName | null>(null);
  const [failing, setFailing] = useState<Images>({});
  const [numbers, setNumbers] = useState<Numbers>({});
  const deviceId =
    boards.find((each) => each.deviceId === wantedBoard)?.deviceId ?? boards[0]?.deviceId ?? null;
  const imageId = images.find((each) => each.imageId === wantedImage)?.imageId ?? images[0]?.imageId ?? null;
  const board = useBoard(deviceId);
  const faultRun = useFaultRun(deviceId);
  const list = useFaultList(deviceId, imageId, failing, `${board?.facts.program ?? 'none'}`);
  const rows = rowsOf(list, faultRun, group);
  const chosen = list
    .filter(({ name, reason }) => reason === null && !left.has(name))
    .map(({ name }) => name);
  const running = faultRun?.state === 'running';
  const updating = board?.session != null && board.session.verdict === null;
  const row = rows.find(({ name }) => name === selected) ?? rows[0] ?? null;
  // A finding is looked at whatever the filter shows.
  const lookAt = (name: FaultName): void => {
    if (!rows.some((each) => each.name === name)) setGroup(null);
    setSelected(name);
  };
  const start = (): void => {
    if (deviceId === null || imageId === null) return;
    void call('faults.run', { deviceId, imageId, names: chosen, images: failing, params: numbers, port: 0 });
  };
  return (
    <div className="list-screen faults-screen">
      <main className="list-pane faults" aria-labelledby="faults-title">
        <FaultsBar
          boards={boards}
          images={images}
          deviceId={deviceId}
          imageId={imageId}
          chosen={chosen.length}
          running={running}
          updating={updating}
          onBoard={setWantedBoard}
          onImage={setWantedImage}
          onRun={start}
        />
        <GeneralFailures />
        {faultRun !== null && <Findings run={faultRun} onSelect={lookAt} />}
        <p className="standing" role="status" data-waiting={faultRun?.waitingFor ?? undefined}>
          {faultRun !== null ? runText(t, faultRun) : t(updating ? 'faults:busy' : 'faults:intro')}
        </p>
        {list.length === 0 ? (
          <p className="nothing">{t('faults:openBoard')}</p>
        ) : (
          <>
            <FaultFilters list={list} group={group} onGroup={setGroup} chosen={chosen.length} />
            <FaultList
              rows={rows}
              left={left}
              locked={running}
              selected={row?.name ?? null}
              onSelect={setSelected}
              onLeft={setLeft}
            />
          </>
        )}
      </main>
      {row !== null && (
        <aside className="details pane" aria-label={t('faults:details')}>
          <FaultDetails
            row={row}
            deviceId={deviceId ?? ''}
            virtual={board?.port.virtual === true}
            images={images}
            failing={failing}
            onFailing={setFailing}
            numbers={numbers[row.name] ?? {}}
            locked={running}
            onNumbers={(chosen) => setNumbers({ ...numbers, [row.name]: chosen })}
          />
        </aside>
      )}
    </div>
  );
}
