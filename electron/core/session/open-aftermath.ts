import type { AfterWatch } from '../../../shared/ota/after-watch.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { Boards } from '../board/boards.ts';
import type { Parts } from '../open-parts.ts';
import type { World } from '../ports.ts';
import { AfterWatches } from './after-watches.ts';
import type { LeftBoard } from './left-over.ts';
import { LeftOver } from './left-over.ts';
import { SessionJournal } from './session-journal.ts';
import { watchLine } from './update-record.ts';

/** What outlasts an update: its journal on disk, what an earlier program left of one, the watch after a verdict. */
export interface Aftermath {
  readonly journal: SessionJournal;
  readonly leftOver: LeftOver;
  readonly afterWatches: AfterWatches;
}

export interface AftermathTold {
  /** Verdicts of updates that an earlier program began. */
  readonly onVerdict: (view: SessionView, board: LeftBoard | null) => void;
  readonly onWatch: (watch: AfterWatch) => void;
  readonly evidenceKept: () => Promise<void>;
}

export function openAftermath(
  { paths, mappings }: Parts,
  world: World,
  boards: () => Boards,
  told: AftermathTold,
): Aftermath {
  const { clock, onNotice } = world;
  const journal = new SessionJournal({
    dir: paths.journal,
    evidenceKept: told.evidenceKept,
    onTrouble: onNotice,
  });
  const leftOver = new LeftOver({
    journal,
    logsFolder: paths.logs,
    recognise: mappings.recognise,
    onVerdict: told.onVerdict,
  });
  const afterWatches = new AfterWatches({
    clock,
    onWatch: (deviceId, watch) => {
      const board = boards().get(deviceId);
      board.setAfterWatch(watch);
      told.onWatch(watch);
      const said = watchLine(watch);
      if (said !== null) board.log.note('workbench', said);
    },
  });
  return { journal, leftOver, afterWatches };
}
