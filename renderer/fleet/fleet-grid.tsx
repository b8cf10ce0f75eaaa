import type { ReactNode } from 'react';

import { useText } from '../text/text-context.tsx';
import { FleetTile } from './fleet-tile.tsx';
import type { Tile } from './fleet-tiles.ts';
import { shelvesOf } from './fleet-tiles.ts';

interface FleetGridProps {
  readonly tiles: readonly Tile[];
  /** Null while a run goes on. */
  readonly left: ReadonlySet<string> | null;
  readonly onChoose: (deviceId: string, wanted: boolean) => void;
}

/** The boards in the shelves' own order, so that A7 on the screen is A7 on the wall. */
export function FleetGrid({ tiles, left, onChoose }: FleetGridProps): ReactNode {
  const t = useText();
  const longestMs = Math.max(...tiles.map(({ durationMs }) => durationMs ?? 0), 0);
  return (
    <section className="fleet-grid" aria-label={t('runs:grid')} data-testid="fleet-grid">
      {shelvesOf(tiles).map((shelf) => (
        <div key={shelf.name} className="shelf" data-named={shelf.name !== '' || undefined}>
          {shelf.name !== '' && <h3>{shelf.name}</h3>}
          <ul>
            {shelf.tiles.map((tile) => (
              <FleetTile
                key={tile.deviceId}
                tile={tile}
                longestMs={longestMs}
                chosen={left === null ? null : tile.kind !== 'offline' && !left.has(tile.deviceId)}
                onChoose={(wanted) => onChoose(tile.deviceId, wanted)}
              />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
