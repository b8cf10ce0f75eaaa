import type { Dispatch, ReactNode } from 'react';
import { createContext, useContext, useMemo, useReducer } from 'react';

import type { BoardState, ImageEntry } from '../../shared/contract/values.ts';
import type { PreflightName } from '../../shared/ota/preflight.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { useBoard, useBoards, useImage } from '../client/context.tsx';
import type { BenchAction, BenchState } from './bench-state.ts';
import { benchReducer, overrideKey, START } from './bench-state.ts';
import type { Phase } from './phase.ts';
import { phaseOf, shownSession } from './phase.ts';
import type { Preflight } from './use-preflight.ts';
import { usePreflight } from './use-preflight.ts';

/** What all panels of the bench look at: the selected board, its image, and where they stand. */
export interface Bench {
  readonly state: BenchState;
  readonly dispatch: Dispatch<BenchAction>;
  readonly board: BoardState | null;
  /** The image of the running or finished update, else the chosen one. */
  readonly image: ImageEntry | null;
  readonly phase: Phase;
  readonly session: SessionView | null;
  readonly preflight: Preflight;
  readonly overridden: readonly PreflightName[];
}

const BenchContext = createContext<Bench | null>(null);
const NONE: readonly PreflightName[] = [];

export function BenchProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [state, dispatch] = useReducer(benchReducer, START);
  const boards = useBoards();
  // Without a choice, or when the chosen board was removed, the first one is looked at.
  const wanted = boards.find(({ deviceId }) => deviceId === state.deviceId) ?? boards[0] ?? null;
  const board = useBoard(wanted?.deviceId ?? null);
  const chosenId = (board !== null ? state.imageByBoard[board.deviceId] : undefined) ?? state.imageId;
  const chosen = useImage(chosenId);
  const phase = phaseOf(board, chosen, board === null ? null : (state.dismissed[board.deviceId] ?? null));
  const session = shownSession(board, phase);
  const pushed = useImage(session?.image.imageId ?? null);
  const image = session === null ? chosen : pushed;
  const preflight = usePreflight(board, image, phase === 'ready');
  const overridden =
    board !== null && image !== null
      ? (state.overrides[overrideKey(board.deviceId, image.imageId)] ?? NONE)
      : NONE;
  const bench = useMemo(
    () => ({ state, dispatch, board, image, phase, session, preflight, overridden }),
    [state, board, image, phase, session, preflight, overridden],
  );
  return <BenchContext value={bench}>{children}</BenchContext>;
}

export function useBench(): Bench {
  const bench = useContext(BenchContext);
  if (bench === null) throw new Error('useBench needs a BenchProvider above it');
  return bench;
}
