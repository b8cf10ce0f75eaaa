import './fleet.css';

import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';

import type { RunPolicy } from '../../shared/run/run-policy.ts';
import { FLEET_POLICY } from '../../shared/run/run-policy.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useBoards, useImages } from '../client/context.tsx';
import { Failures } from '../notices/failure.tsx';
import { useRuns } from '../runs/use-runs.ts';
import { useText } from '../text/text-context.tsx';
import { FleetGrid } from './fleet-grid.tsx';
import { FleetReadout } from './fleet-readout.tsx';
import { FleetRules } from './fleet-rules.tsx';
import { FleetStrip } from './fleet-strip.tsx';
import { tilesOf } from './fleet-tiles.ts';
import { NeedsYou } from './needs-you.tsx';

/** Which of sixty boards needs me? One image for many boards, the grid in the shelves' order. */
export function FleetScreen(): ReactNode {
  const t = useText();
  const bench = useBench();
  const { run: call } = useActions();
  const boards = useBoards();
  const images = useImages().filter(({ sound, available }) => sound && available);
  const [run = null] = useRuns('fleet');
  const [wantedImage, setWantedImage] = useState(bench.image?.imageId ?? null);
  const [policy, setPolicy] = useState<RunPolicy>(FLEET_POLICY);
  const [joinLater, setJoinLater] = useState(true);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const tiles = useMemo(() => tilesOf(boards, run), [boards, run]);
  const running = run !== null && run.endedAtMs === null;
  const chosenImage = running ? (run.cases[0]?.imageId ?? null) : wantedImage;
  const imageId = images.find((each) => each.imageId === chosenImage)?.imageId ?? images[0]?.imageId ?? null;
  const chosen = tiles.filter(({ kind, deviceId }) => kind !== 'offline' && !left.has(deviceId));
  const choose = (deviceId: string, wanted: boolean): void => {
    const next = new Set(left);
    if (wanted) next.delete(deviceId);
    else next.add(deviceId);
    setLeft(next);
  };
  const start = (): void => {
    if (imageId === null) return;
    void call('run.fleet', {
      deviceIds: chosen.map(({ deviceId }) => deviceId),
      imageId,
      policy: { ...policy, retryOn: [...policy.retryOn] },
      push: { override: [], reset: true, sendUrl: true, timeoutMs: null },
      joinLater,
      reportDir: null,
    });
  };
  return (
    <>
      <main className="fleet" aria-label={t('page:fleet')}>
        <FleetReadout
          boards={running ? run.cases.length : chosen.length}
          images={images}
          imageId={imageId}
          onImage={setWantedImage}
          run={run}
        />
        <Failures />
        {!running && (
          <FleetRules
            policy={policy}
            onPolicy={setPolicy}
            joinLater={joinLater}
            onJoinLater={setJoinLater}
            count={chosen.length}
            ready={imageId !== null}
            onAll={(wanted) => setLeft(new Set(wanted ? [] : tiles.map(({ deviceId }) => deviceId)))}
            onStart={start}
          />
        )}
        <FleetStrip tiles={tiles} />
        {tiles.length === 0 ? (
          <p className="nothing">
            <b>{t('runs:noBoards')}</b>
            <br />
            {t('runs:noBoardsHint')}
          </p>
        ) : (
          <FleetGrid tiles={tiles} left={running ? null : left} onChoose={choose} />
        )}
      </main>
      <NeedsYou run={run} tiles={tiles} />
    </>
  );
}
