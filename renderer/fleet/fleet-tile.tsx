import { Checkbox, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import type { Tile } from './fleet-tiles.ts';
import { kindWord, tileDetail, tileGlyph } from './tile-words.ts';

interface FleetTileProps {
  readonly tile: Tile;
  /** The longest update of the fleet: the bars share its scale. */
  readonly longestMs: number;
  /** Null while a run goes on: then nobody is chosen. */
  readonly chosen: boolean | null;
  readonly onChoose: (wanted: boolean) => void;
}

/** One board of the shelf: its glyph, its version, and how far it is. A click leads to its bench. */
export function FleetTile({ tile, longestMs, chosen, onChoose }: FleetTileProps): ReactNode {
  const t = useText();
  const { dispatch } = useBench();
  const { deviceId, name, kind, version, percent, durationMs } = tile;
  const ran = kind === 'confirmed' && durationMs !== null ? durationMs : null;
  return (
    <li className="tile" data-kind={kind} data-device={deviceId}>
      <button type="button" onClick={() => dispatch({ kind: 'selectBoard', deviceId })}>
        <span className="top">
          <Glyph name={tileGlyph(kind)} />
          <b>{name}</b>
        </span>
        <code>{version ?? ''}</code>
        {percent !== null && <em>{percent} %</em>}
        <span className="detail">
          <VisuallyHidden>{kindWord(t, kind)}: </VisuallyHidden>
          {tileDetail(t, tile)}
        </span>
        {ran !== null && (
          <i
            className="ran"
            aria-hidden="true"
            style={{ width: `${(ran / Math.max(longestMs, 1)) * 100}%` }}
          />
        )}
        {percent !== null && <i className="done" aria-hidden="true" style={{ width: `${percent}%` }} />}
      </button>
      {chosen !== null && (
        <Checkbox
          size="xs"
          aria-label={t('runs:selectBoard', { board: name })}
          checked={chosen}
          disabled={kind === 'offline'}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
      )}
    </li>
  );
}
