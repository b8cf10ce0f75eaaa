import { UnstyledButton } from '@mantine/core';
import { IconNote } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { ImageSummary, WatchState } from '../../shared/contract/values.ts';
import { dateText, exactBytes } from '../text/format.ts';
import { outcomeWord } from '../text/outcome-word.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { BuiltAgo } from '../watch/rebuilt.tsx';
import { isOutdated } from '../watch/watched.ts';
import { imageTitle, rowLabel } from './library-text.ts';

interface ImageRowProps {
  readonly image: ImageSummary;
  /** Pixels from the start of the list. */
  readonly top: number;
  /** From 1, among `count` rows, most of which are not drawn. */
  readonly position: number;
  readonly count: number;
  readonly selected: boolean;
  /** The watch whose build this is, or was. */
  readonly rebuilt: WatchState | null;
  readonly onSelect: (imageId: string) => void;
}

/** One image of the library. */
export function ImageRow(props: ImageRowProps): ReactNode {
  const { image, rebuilt, onSelect } = props;
  const t = useText();
  const { imageId, fileName, chip, sizeBytes, addedAtMs, available, sound, lastPush, pushCount, notes } =
    image;
  return (
    <UnstyledButton
      id={imageRowId(imageId)}
      className="row"
      role="option"
      tabIndex={-1}
      aria-selected={props.selected}
      aria-setsize={props.count}
      aria-posinset={props.position}
      aria-label={rowLabel(t, image, rebuilt)}
      data-unavailable={!available || undefined}
      style={{ top: props.top }}
      onClick={() => onSelect(imageId)}
    >
      <span className="name">
        <span>
          <b>{imageTitle(image)}</b>
          {!available && <em className="tone-err">{t('page:unavailable')}</em>}
          {!sound && <em className="tone-warn">{t('page:hasProblems')}</em>}
          {rebuilt?.lastBuiltAtMs != null && (
            <em className="tone-accent">
              <BuiltAgo atMs={rebuilt.lastBuiltAtMs} /> {isOutdated(image, rebuilt) && t('page:notAdded')}
            </em>
          )}
        </span>
        <small>
          {fileName}
          {notes !== '' && (
            <>
              <IconNote size={12} stroke={1.5} aria-hidden="true" />
              {notes}
            </>
          )}
        </small>
      </span>
      <span>{chip ?? '–'}</span>
      <span className="figure">{exactBytes(sizeBytes)}</span>
      <span>{dateText(addedAtMs)}</span>
      <span className="push">
        {lastPush === null ? (
          <span className="mute">{t('page:neverPushed')}</span>
        ) : (
          <>
            <Glyph name={lastPush.outcome} /> {outcomeWord(t, lastPush.outcome)}
            {pushCount > 1 && <small>×{pushCount}</small>}
          </>
        )}
      </span>
    </UnstyledButton>
  );
}

/** Element id of an image's row. */
export function imageRowId(imageId: string): string {
  return `image-${imageId}`;
}
