import { OUTCOMES } from '../../shared/ota/stage.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { durationText } from '../text/format.ts';
import { outcomeWord } from '../text/outcome-word.ts';
import type { GlyphName } from '../ui/glyph.tsx';
import type { Tile } from './fleet-tiles.ts';

/** A kind of tile in a word. */
export function kindWord(t: Translator, kind: Tile['kind']): string {
  const outcome = OUTCOMES.find((known) => known === kind);
  if (outcome !== undefined) return outcomeWord(t, outcome);
  switch (kind) {
    case 'updating':
      return t('runs:updating');
    case 'waiting':
      return t('runs:waiting');
    case 'skipped':
      return t('runs:skipped');
    case 'offline':
      return t('runs:offline');
    default:
      return t('runs:idle');
  }
}

export function tileGlyph(kind: Tile['kind']): GlyphName {
  return kind === 'skipped' ? 'cancelled' : kind;
}

/** The line below a tile's version: how long it took, where it stands, or where it stopped. */
export function tileDetail(t: Translator, tile: Tile): string {
  if (tile.kind === 'confirmed' && tile.durationMs !== null) return durationText(tile.durationMs);
  if (tile.kind === 'waiting' && tile.wave !== null) return t('runs:waiting');
  return tile.stage === null ? kindWord(t, tile.kind) : t(`stages:${tile.stage}`);
}
