import './library.css';

import { Button, CloseButton, TextInput } from '@mantine/core';
import { IconFilePlus, IconFolderPlus, IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { openFileDialog } from '../bench/browser-files.ts';
import { useImages, useStateOf } from '../client/context.tsx';
import { MergedOffer } from '../image/merged-offer.tsx';
import { GeneralFailures } from '../notices/general-failures.tsx';
import { grouped } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { WatchList } from '../watch/watch-list.tsx';
import { ImageDetails } from './image-details.tsx';
import { ImageList } from './image-list.tsx';
import { findImages } from './library-text.ts';

/** Every image that is kept: found, looked at, annotated, put on the bench, removed. */
export function LibraryScreen(): ReactNode {
  const t = useText();
  const images = useImages();
  const { image: onBench } = useBench();
  const [query, setQuery] = useState('');
  const [wantedId, setWantedId] = useState(onBench?.imageId ?? null);
  const shown = useMemo(() => findImages(images, query), [images, query]);
  // Of a selection that is filtered away or was removed, the newest takes the place.
  const selected = shown.find(({ imageId }) => imageId === wantedId) ?? shown[0] ?? null;
  return (
    <div className="list-screen image-library-screen">
      <main className="list-pane image-library" aria-labelledby="library-title">
        <header>
          <h1 id="library-title">{t('page:library')}</h1>
          <span className="count" role="status">
            {query === ''
              ? t(images.length === 1 ? 'page:imageCount' : 'page:imagesCount', {
                  images: grouped(images.length),
                })
              : t('page:foundOf', { found: grouped(shown.length), images: grouped(images.length) })}
          </span>
          <TextInput
            className="search"
            type="search"
            aria-label={t('page:findImage')}
            placeholder={t('page:findImageHint')}
            leftSection={<IconSearch size={14} stroke={1.5} />}
            rightSection={
              query === '' ? null : (
                <CloseButton size="xs" aria-label={t('page:clear')} onClick={() => setQuery('')} />
              )
            }
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setQuery('');
            }}
          />
          <AddButtons />
        </header>
        <GeneralFailures />
        <MergedOffer />
        <WatchList />
        {images.length === 0 ? (
          <p className="nothing">{t('page:libraryEmpty')}</p>
        ) : shown.length === 0 ? (
          <p className="nothing">{t('page:nothingFound')}</p>
        ) : (
          <ImageList images={shown} selectedId={selected?.imageId ?? null} onSelect={setWantedId} />
        )}
      </main>
      {selected !== null && (
        <aside className="details pane" aria-label={t('page:imageDetails')}>
          <ImageDetails key={selected.imageId} image={selected} />
        </aside>
      )}
    </div>
  );
}

function AddButtons(): ReactNode {
  const t = useText();
  const { dispatch } = useBench();
  const paths = useStateOf('app')?.paths ?? 'none';
  return (
    <div className="buttons">
      {paths !== 'none' && (
        <Button
          leftSection={<IconFolderPlus size={16} stroke={1.5} />}
          onClick={() => dispatch({ kind: 'showDialog', dialog: 'path' })}
        >
          {t('page:fromPath')}
        </Button>
      )}
      <Button leftSection={<IconFilePlus size={16} stroke={1.5} />} onClick={openFileDialog}>
        {t('page:chooseFile')}
      </Button>
    </div>
  );
}
