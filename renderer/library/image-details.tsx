import './image-details.css';

import { Button } from '@mantine/core';
import { IconCpu, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { ImageEntry, ImageSummary } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useImage } from '../client/context.tsx';
import { builtAt } from '../image/facts-text.ts';
import { problemError } from '../image/problem.ts';
import { dateText, exactBytes, shortDigest } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Rebuilt } from '../watch/rebuilt.tsx';
import { WatchControl } from '../watch/watch-control.tsx';
import { ImageNotes } from './image-notes.tsx';
import { imageTitle, sourceText } from './library-text.ts';
import { PushHistory } from './push-history.tsx';
import { RemoveImage } from './remove-image.tsx';

/** Everything kept of one image. */
export function ImageDetails({ image }: { readonly image: ImageSummary }): ReactNode {
  const t = useText();
  const { chooseImage } = useActions();
  const entry = useImage(image.imageId);
  const [removing, setRemoving] = useState(false);
  const { imageId, fileName, available } = image;
  return (
    <>
      <header>
        <h2>{imageTitle(image)}</h2>
        <WatchControl image={image} />
      </header>
      {!available && <ErrorNote error={{ code: 'image/altered', params: { file: fileName } }} />}
      {entry?.facts.problems.map((problem) => (
        <ErrorNote key={problem.code} error={problemError(problem, entry)} />
      ))}
      <p className="buttons">
        <Button
          variant="filled"
          leftSection={<IconCpu size={16} stroke={1.5} />}
          disabled={!available}
          onClick={() => chooseImage(imageId)}
        >
          {t('page:useOnBench')}
        </Button>
        <Button leftSection={<IconTrash size={16} stroke={1.5} />} onClick={() => setRemoving(true)}>
          {t('page:removeImage')}
        </Button>
      </p>
      <Rebuilt image={image} />
      <Facts image={image} entry={entry} />
      <ImageNotes imageId={imageId} notes={image.notes} />
      <PushHistory pushes={entry?.pushes ?? null} />
      {removing && <RemoveImage image={image} onClose={() => setRemoving(false)} />}
    </>
  );
}

/** What its firmware may trust a server by. */
function certificatesOf(entry: ImageEntry | null): string {
  const subjects = entry?.facts.certificates.map(({ subject }) => subject) ?? [];
  return subjects.length === 0 ? '–' : subjects.join('; ');
}

interface FactsProps {
  readonly image: ImageSummary;
  readonly entry: ImageEntry | null;
}

function Facts({ image, entry }: FactsProps): ReactNode {
  const t = useText();
  const digest = (value: string | null): ReactNode =>
    value === null ? '–' : <code title={value}>{shortDigest(value)}</code>;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('page:fileName'), image.fileName],
    [t('page:chip'), image.chip ?? '–'],
    [t('page:size'), exactBytes(image.sizeBytes)],
    [t('page:added'), dateText(image.addedAtMs)],
    [t('page:source'), sourceText(t, image.source)],
    [t('page:built'), (entry === null ? null : builtAt(entry.facts)) ?? '–'],
    ['ESP-IDF', entry?.facts.idfVersion ?? '–'],
    [t('page:partitionDigest'), digest(image.partitionSha256)],
    [t('page:fileDigest'), digest(image.imageId)],
    [t('trust:factCertificates'), certificatesOf(entry)],
  ];
  return (
    <dl>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
