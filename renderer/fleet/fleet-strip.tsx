import type { ReactNode } from 'react';

import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import type { Tile } from './fleet-tiles.ts';
import { tally } from './fleet-tiles.ts';
import { kindWord, tileGlyph } from './tile-words.ts';

/** One strip, to scale: one unit of length is one board. */
export function FleetStrip({ tiles }: { readonly tiles: readonly Tile[] }): ReactNode {
  const t = useText();
  const counts = tally(tiles);
  return (
    <section className="card strip" aria-label={t('runs:outcomes')}>
      <p className="counts">
        {counts.map(({ kind, count }) => (
          <span key={kind} data-kind={kind}>
            <Glyph name={tileGlyph(kind)} /> <b>{count}</b> {kindWord(t, kind)}
          </span>
        ))}
      </p>
      <div className="lengths" aria-hidden="true">
        {counts.map(({ kind, count }) => (
          <i key={kind} data-kind={kind} style={{ flexGrow: count }} />
        ))}
      </div>
    </section>
  );
}
