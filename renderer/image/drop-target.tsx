import './image.css';

import { Dropzone } from '@mantine/dropzone';
import type { ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { FILE_INPUT_ID } from '../bench/browser-files.ts';
import { useActions } from '../bench/use-actions.ts';
import { isCertificateFile } from '../certs/certificate-files.ts';
import { useText } from '../text/text-context.tsx';

/** Takes files that are dropped anywhere on the window, and those of the file dialog; certificates have a screen. */
export function DropTarget(): ReactNode {
  const t = useText();
  const { addFiles, addFolder } = useActions();
  const { dispatch } = useBench();
  const onDrop = (files: readonly File[]): void => {
    for (const folder of files.filter((file) => FOLDERS.has(file))) void addFolder(folder);
    const whole = files.filter((file) => !FOLDERS.has(file));
    const certificates = whole.filter(isCertificateFile);
    if (certificates.length > 0) dispatch({ kind: 'bringCertificates', files: certificates });
    void addFiles(whole.filter((file) => !isCertificateFile(file)));
  };
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
          void addFiles(files);
        }}
      />
      <Dropzone.FullScreen
        active
        classNames={{ fullScreen: 'drop-over', root: 'drop-over-root' }}
        data-testid="drop-zone"
        getFilesFromEvent={(event) => Promise.resolve(droppedFiles(event))}
        onDrop={onDrop}
      >
        <p>{t('page:dropToInspect')}</p>
      </Dropzone.FullScreen>
    </>
  );
}

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
