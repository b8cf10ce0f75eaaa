import './image-list.css';

import { useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useMemo, useRef, useState } from 'react';

import type { ImageSummary } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useImages, useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { rowForKey } from '../ui/row-for-key.ts';
import { ImageRow, imageRowId } from './image-row.tsx';
import { rebuildMarks } from './library-text.ts';
import { RemoveImage } from './remove-image.tsx';

const ROW_PX = 48;

interface ImageListProps {
  readonly images: readonly ImageSummary[];
  readonly selectedId: string | null;
  readonly onSelect: (imageId: string) => void;
}

/** The rows that are in sight. The list itself has the focus, for a row can scroll away. */
export function ImageList({ images, selectedId, onSelect }: ImageListProps): ReactNode {
  const t = useText();
  const { chooseImage } = useActions();
  const [removing, setRemoving] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const selectedAt = images.findIndex(({ imageId }) => imageId === selectedId);
  const selected = images[selectedAt];
  const virtualizer = useVirtualizer({
    count: images.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => images[index]?.imageId ?? index,
    overscan: 8,
  });
  const all = useImages();
  const watches = useStateOf('watches');
  const marks = useMemo(() => rebuildMarks(all, watches ?? []), [all, watches]);
  useEffect(() => {
    if (selectedAt >= 0) virtualizer.scrollToIndex(selectedAt);
  }, [virtualizer, selectedAt]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = images[rowForKey(event.key, selectedAt, images.length) ?? -1];
    if (next !== undefined) onSelect(next.imageId);
    else if (event.key === 'Enter' && selected?.available === true) chooseImage(selected.imageId);
    else if (event.key === 'Delete' && selected !== undefined) setRemoving(true);
    else return;
    event.preventDefault();
  };
  return (
    <div className="table-list image-list">
      <div className="heads" aria-hidden="true">
        <span>{t('page:image')}</span>
        <span>{t('page:chip')}</span>
        <span>{t('page:size')}</span>
        <span>{t('page:added')}</span>
        <span>{t('page:lastPush')}</span>
      </div>
      <div
        ref={scroller}
        className="rows"
        role="listbox"
        tabIndex={0}
        aria-label={t('page:images')}
        aria-activedescendant={selected === undefined ? undefined : imageRowId(selected.imageId)}
        data-testid="image-list"
        onKeyDown={onKeyDown}
      >
        <div role="presentation" className="all" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const image = images[index];
            if (image === undefined) return null;
            return (
              <ImageRow
                key={image.imageId}
                image={image}
                top={start}
                position={index + 1}
                count={images.length}
                selected={index === selectedAt}
                rebuilt={marks.get(image.imageId) ?? null}
                onSelect={(imageId) => {
                  onSelect(imageId);
                  scroller.current?.focus();
                }}
              />
            );
          })}
        </div>
      </div>
      {removing && selected !== undefined && (
        <RemoveImage image={selected} onClose={() => setRemoving(false)} />
      )}
    </div>
  );
}
