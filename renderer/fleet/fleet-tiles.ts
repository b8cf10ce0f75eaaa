import type { BoardState } from '../../shared/contract/values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import type { Stage } from '../../shared/ota/stage.ts';
import type { RunCaseView, RunView } from '../../shared/run/run-view.ts';
import { percentWritten } from '../bench/standing.ts';
import type { GlyphName } from '../ui/glyph.tsx';

/** A board as the grid shows it. */
export interface Tile {
  readonly deviceId: string;
  readonly name: string;
  readonly kind: GlyphName | 'skipped';
  /** The version that runs: one in mid-update still runs the old one. */
  readonly version: string | null;
  /** The stage under way, or at which it stopped. */
  readonly stage: Stage | null;
  readonly percent: number | null;
  readonly durationMs: number | null;
  readonly wave: number | null;
  readonly error: ErrorPayload | null;
}

/** Boards of one shelf: names such as `A7` stand together, in the order of their numbers. */
export interface Shelf {
  readonly name: string;
  readonly tiles: readonly Tile[];
}

/** Boards that failed for one reason. */
export interface CauseGroup {
  readonly error: ErrorPayload;
  readonly kind: GlyphName;
  readonly tiles: readonly Tile[];
}

/** Every open board, and every board of the run. */
export function tilesOf(boards: readonly BoardState[], run: RunView | null): readonly Tile[] {
  const cases = new Map(run?.cases.map((one) => [one.deviceId, one]));
  return boards
    .map((board) => tileOf(board, cases.get(board.deviceId) ?? null))
    .sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
}

function tileOf(board: BoardState, one: RunCaseView | null): Tile {
  const { deviceId, name, facts, session, link } = board;
  const mine = session !== null && session.pushId === one?.pushId ? session : null;
  const base = {
    deviceId,
    name,
    version: facts.version,
    stage: mine?.current ?? mine?.stages.at(-1)?.stage ?? null,
    percent: mine === null ? null : percentWritten(mine),
    durationMs: one?.durationMs ?? null,
    wave: one?.wave ?? null,
    error: one?.error ?? (link === 'open' ? null : board.error),
  };
  return { ...base, kind: kindOf(link, one) };
}

function kindOf(link: BoardState['link'], one: RunCaseView | null): Tile['kind'] {
  switch (one?.state.kind) {
    case 'ended':
      return one.state.outcome;
    case 'running':
      return 'updating';
    case 'skipped':
      return 'skipped';
    case 'waiting':
      return link === 'open' ? 'waiting' : 'offline';
    default:
      return link === 'open' ? 'idle' : 'offline';
  }
}

/** The tiles by the letters of their names; boards without such a name share one shelf. */
export function shelvesOf(tiles: readonly Tile[]): readonly Shelf[] {
  const shelves = new Map<string, Tile[]>();
  for (const tile of tiles) {
    const shelf = /^([A-Z]{1,2})\d{1,3}$/.exec(tile.name)?.[1] ?? '';
    shelves.set(shelf, [...(shelves.get(shelf) ?? []), tile]);
  }
  return [...shelves].map(([name, own]) => ({ name, tiles: own }));
}

/** What needs a person, the most boards first. */
export function causesOf(tiles: readonly Tile[]): readonly CauseGroup[] {
  const groups = new Map<string, CauseGroup>();
  for (const tile of tiles) {
    if (tile.error === null || tile.kind === 'skipped') continue;
    const known = groups.get(tile.error.code);
    const { error, kind } = tile;
    groups.set(
      error.code,
      known === undefined ? { error, kind, tiles: [tile] } : { ...known, tiles: [...known.tiles, tile] },
    );
  }
  return [...groups.values()].sort((one, other) => other.tiles.length - one.tiles.length);
}

/** How many tiles are of each kind, in the order of the strip. */
export function tally(
  tiles: readonly Tile[],
): readonly { readonly kind: Tile['kind']; readonly count: number }[] {
  const order: readonly Tile['kind'][] = [
    'confirmed',
    'updating',
    'waiting',
    'idle',
    'failed',
    'refused',
    'rolledBack',
    'interrupted',
    'unknown',
    'cancelled',
    'skipped',
    'offline',
  ];
  return order
    .map((kind) => ({ kind, count: tiles.filter((tile) => tile.kind === kind).length }))
    .filter(({ count }) => count > 0);
}
