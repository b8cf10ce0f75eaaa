import type { BoardMemories } from '../board/board-memories.ts';
import type { Boards } from '../board/boards.ts';
import type { PortWatch } from '../board/port-watch.ts';
import type { CoreOptions } from '../core.ts';
import type { CrashNotes } from '../crash/crash-notes.ts';
import type { ElfStore } from '../crash/elf-store.ts';
import type { FaultRuns } from '../faults/fault-runs.ts';
import type { LogServices } from '../log/view/open-log-views.ts';
import type { NetworkParts } from '../net/open-network.ts';
import type { Parts } from '../open-parts.ts';
import type { World } from '../ports.ts';
import type { EvidenceParts } from '../report/open-evidence.ts';
import type { Runs } from '../run/runs.ts';
import type { SelfTests } from '../selftest/open-self-tests.ts';
import type { Catalogue } from '../server/catalogue.ts';
import type { PlainServing } from '../server/plain-serving.ts';
import type { ServerControl } from '../server/server-control.ts';
import type { BoardPreflight } from '../session/board-preflight.ts';
import type { LeftOver } from '../session/left-over.ts';
import type { SessionJournal } from '../session/session-journal.ts';
import type { Updates } from '../session/updates.ts';
import type { WifiPrompt } from '../session/wifi-prompt.ts';
import type { BuildWatches } from '../watch/build-watches.ts';
import type { PushHub } from './push-hub.ts';

/** The services of one core, as its requests use them. */
export interface Services extends Parts, EvidenceParts, NetworkParts, LogServices {
  readonly hub: PushHub;
  readonly watches: BuildWatches;
  readonly catalogue: Catalogue;
  readonly plain: PlainServing;
  readonly control: ServerControl;
  readonly boards: Boards;
  readonly memories: BoardMemories;
  readonly updates: Updates;
  readonly runs: Runs;
  readonly journal: SessionJournal;
  readonly leftOver: LeftOver;
  readonly wifi: WifiPrompt;
  readonly preflight: BoardPreflight;
  readonly selfTests: SelfTests;
  readonly portWatch: PortWatch;
  readonly faults: FaultRuns;
  readonly elfs: ElfStore;
  readonly crashes: CrashNotes;
  readonly world: World;
  readonly options: CoreOptions;
}
