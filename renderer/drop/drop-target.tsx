import './drop.css';

import { Dropzone } from '@mantine/dropzone';
import type { ReactNode } from 'react';

import { FILE_INPUT_ID } from '../bench/browser-files.ts';
import { useText } from '../text/text-context.tsx';
import { DropNote } from './drop-note.tsx';
import { useDrop } from './use-drop.ts';

/** Takes files that are dropped anywhere on the window, and those of the file dialog. */
export function DropTarget(): ReactNode {
  const t = useText();
  const { things, take, close } = useDrop();
  return (
    <>
      <input
        id={FILE_INPUT_ID}
        data-testid="image-input"
        type="file"
        accept=".bin,.elf"
        multiple
        hidden
        aria-label={t('page:chooseFile')}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The same file can be chosen again after it was built anew.
          event.currentTarget.value = '';
          void take(files, NO_FOLDERS);
        }}
      />
      <Dropzone.FullScreen
        active
        classNames={{ fullScreen: 'drop-over', root: 'drop-over-root' }}
        data-testid="drop-zone"
        getFilesFromEvent={(event) => Promise.resolve(droppedFiles(event))}
        onDrop={(files) => void take(files, new Set(files.filter((file) => FOLDERS.has(file))))}
      >
        <p>{t('page:dropToInspect')}</p>
        <p className="hint">{t('page:dropKinds')}</p>
      </Dropzone.FullScreen>
      {things.length > 0 && <DropNote things={things} onClose={close} />}
    </>
  );
}

const NO_FOLDERS: ReadonlySet<File> = new Set();

/** Files of a drop that are folders: only the drop itself can tell. */
const FOLDERS = new WeakSet<File>();

/** The files as they were dropped: a folder stays one thing, which the core looks into. */
function droppedFiles(event: object): File[] {
  const { dataTransfer } = event as { readonly dataTransfer?: DataTransfer | null };
  return [...(dataTransfer?.items ?? [])].flatMap((item) => {
    const file = item.getAsFile();
    if (file === null) return [];
    if (item.webkitGetAsEntry()?.isDirectory === true) FOLDERS.add(file);
    return [file];
  });
}
