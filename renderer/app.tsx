import './app.css';

import type { ReactNode } from 'react';
import { useEffect } from 'react';

import { Palette } from './bar/palette.tsx';
import { Rail } from './bar/rail.tsx';
import { TopBar } from './bar/top-bar.tsx';
import { useBench } from './bench/bench-context.tsx';
import { Boards } from './boards/boards.tsx';
import { CertsScreen } from './certs/certs-screen.tsx';
import { useConnection } from './client/context.tsx';
import { Dialogs } from './dialogs.tsx';
import { DropTarget } from './drop/drop-target.tsx';
import { FaultsScreen } from './faults/faults-screen.tsx';
import { FirstSteps } from './first/first-steps.tsx';
import { FlashPanel } from './flash/flash-panel.tsx';
import { FleetScreen } from './fleet/fleet-screen.tsx';
import { HistoryScreen } from './history/history-screen.tsx';
import { DropCard } from './image/drop-card.tsx';
import { ImageCard } from './image/image-card.tsx';
import { MergedOffer } from './image/merged-offer.tsx';
import { LibraryScreen } from './library/library-screen.tsx';
import { LogPanel } from './log/log-panel.tsx';
import { ServerScreen } from './network/server-screen.tsx';
import { Announcer } from './notices/announcer.tsx';
import { Failures } from './notices/failure.tsx';
import { PageTitle } from './notices/page-title.tsx';
import { Suspected } from './notices/suspected.tsx';
import { WaitingForReset } from './notices/waiting-for-reset.tsx';
import { Action } from './preflight/action.tsx';
import { Checks } from './preflight/checks.tsx';
import { Readout } from './readout/readout.tsx';
import { RequestsPanel } from './requests/requests-panel.tsx';
import { RunsScreen } from './runs/runs-screen.tsx';
import { SettingsScreen } from './settings/settings-screen.tsx';
import { Timeline } from './stages/timeline.tsx';
import { useText } from './text/text-context.tsx';
import { Plate } from './verdict/plate.tsx';
import { Proof } from './verdict/proof.tsx';
import { Vernier } from './vernier/vernier.tsx';

/** Places the panels; what they show is theirs. */
export function App(): ReactNode {
  const { state, phase } = useBench();
  const starting = useConnection().kind === 'starting';
  useEffect(() => {
    // From here on the page can be used: what is measured as the time of a start.
    if (!starting) performance.mark('usable');
  }, [starting]);
  return (
    <div className="frame" data-phase={phase} data-starting={starting || undefined}>
      <TopBar />
      <Rail />
      {state.screen === 'settings' && <SettingsScreen />}
      {state.screen === 'library' && <LibraryScreen />}
      {state.screen === 'server' && <ServerScreen />}
      {state.screen === 'certs' && <CertsScreen />}
      {state.screen === 'history' && <HistoryScreen />}
      {state.screen === 'fleet' && <FleetScreen />}
      {state.screen === 'runs' && <RunsScreen />}
      {state.screen === 'faults' && <FaultsScreen />}
      {state.screen === 'bench' && <BenchScreen />}
      <Palette />
      <DropTarget />
      <Dialogs />
      <Announcer />
      <PageTitle />
    </div>
  );
}

function BenchScreen(): ReactNode {
  const t = useText();
  const { phase } = useBench();
  return (
    <>
      <Boards />
      <main className="bench" aria-label={t('page:bench')}>
        <Readout />
        <Failures />
        <MergedOffer />
        {phase !== 'empty' && <ImageCard />}
        {(phase === 'empty' || phase === 'notAnApp') && <DropCard />}
        {phase === 'ready' && (
          <>
            <Checks />
            <Action />
          </>
        )}
        <WaitingForReset />
        <Suspected />
        <Timeline />
        {phase === 'running' && (
          <>
            <Vernier />
            <Proof />
          </>
        )}
        {phase === 'ended' && <Plate />}
        {phase === 'empty' && <FirstSteps />}
      </main>
      <aside className="side pane" aria-label={t('page:flash')}>
        <FlashPanel />
        <RequestsPanel />
      </aside>
      <LogPanel />
    </>
  );
}
