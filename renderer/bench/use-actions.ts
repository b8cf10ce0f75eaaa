import { useMemo } from 'react';

import type { Input, Output, RequestName } from '../../shared/contract/contract.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import { MAX_ELF_BYTES } from '../../shared/esp/elf/elf-file.ts';
import type { Delivery } from '../../shared/ota/delivery.ts';
import { useClient, useStateOf } from '../client/context.tsx';
import type { MergedFile } from '../image/merged-file.ts';
import { mergedFile } from '../image/merged-file.ts';
import { useBench } from './bench-context.tsx';
import { copyText, saveText } from './browser-files.ts';
import { readImageFile, readWholeFile } from './read-image-file.ts';

/** Everything a person can do on the bench. A failure is shown at the top of it; nothing here throws. */
export interface Actions {
  /** Sends a request whose failure is shown; null when it failed. */
  run<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N> | null>;
  /** Inspects files; the last sound one is chosen. A merged image is turned away, its apps are offered. */
  addFiles(files: readonly File[]): Promise<void>;
  /** Finds the app in a dropped build folder, where the shell can tell its path and the core may read it. */
  addFolder(folder: File): Promise<void>;
  /** A file or build folder of the core's machine; true when its app is in the library. */
  addPath(path: string): Promise<boolean>;
  /** Takes one app out of a merged image. */
  extractApp(merged: MergedFile, offset: number): Promise<void>;
  chooseImage(imageId: string): void;
  addVirtual(): Promise<void>;
  flash(options: {
    readonly reset: boolean;
    readonly sendUrl: boolean;
    /** How the image is handed over; with its length, to anyone, over TLS where left out. */
    readonly delivery?: Delivery;
  }): Promise<void>;
  cancel(): Promise<void>;
  /** Puts the verdict aside, so that the checks for the next update stand there again. */
  flashAgain(): void;
  saveCa(): Promise<void>;
  /** True when the text is in the clipboard. */
  copyDiagnostics(): Promise<boolean>;
}

export function useActions(): Actions {
  const client = useClient();
  const { dispatch, board, image, session, overridden } = useBench();
  const deviceId = board?.deviceId ?? null;
  const imageId = image?.imageId ?? null;
  const endedPushId = session?.verdict != null ? session.pushId : null;
  const pushedImageId = session?.image.imageId ?? null;
  const pathsTaken = useStateOf('app')?.paths !== 'none';

  return useMemo((): Actions => {
    const guard = async <T>(work: () => Promise<T>): Promise<T | null> => {
      try {
        return await work();
      } catch (thrown) {
        dispatch({ kind: 'fail', error: toErrorPayload(thrown) });
        return null;
      }
    };
    const run: Actions['run'] = (name, input) => guard(() => client.call(name, input));
    const chooseImage = (chosenId: string): void =>
      dispatch({ kind: 'chooseImage', deviceId, imageId: chosenId, dismiss: endedPushId });
    const addPath = async (path: string, folder: string | null): Promise<boolean> => {
      const entry = await run('image.addPath', { path });
      if (entry === null) return false;
      if (folder !== null) dispatch({ kind: 'foundIn', imageId: entry.imageId, folder });
      chooseImage(entry.imageId);
      return true;
    };
    /** A program with debug information decodes crashes; it is no image. */
    const addElf = async (file: File, path: string | null): Promise<void> => {
      const input = path === null ? await guard(() => readWholeFile(file, MAX_ELF_BYTES)) : { path };
      if (input === null) return;
      await ('path' in input ? run('crash.addElfPath', input) : run('crash.addElf', input));
    };
    /** As `guard`, but a merged image is an offer rather than a failure. */
    const guardMerged = async <T>(file: File, work: () => Promise<T>): Promise<T | null> => {
      try {
        return await work();
      } catch (thrown) {
        const error = toErrorPayload(thrown);
        const merged = error.params.kind === 'merged' ? await readMerged(file) : null;
        dispatch(merged === null ? { kind: 'fail', error } : { kind: 'offerMerged', merged });
        return null;
      }
    };
    return {
      run,
      chooseImage,
      addFiles: async (files) => {
        for (const file of files) {
          const path = pathsTaken ? client.pathOf(file) : null;
          if (file.name.endsWith('.elf')) {
            await addElf(file, path);
            continue;
          }
          const entry = await guardMerged(file, async () =>
            path === null
              ? client.call('image.add', await readImageFile(file))
              : client.call('image.addPath', { path }),
          );
          if (entry !== null) chooseImage(entry.imageId);
        }
      },
      addFolder: async (folder) => {
        const path = client.pathOf(folder);
        if (path !== null) await addPath(path, path);
        else dispatch({ kind: 'fail', error: { code: 'path/not-told', params: { folder: folder.name } } });
      },
      addPath: (path) => addPath(path, null),
      extractApp: async ({ fileName, bytes }, offset) => {
        const entry = await run('image.extractApp', { fileName, bytes, offset });
        if (entry === null) return;
        dispatch({ kind: 'offerMerged', merged: null });
        chooseImage(entry.imageId);
      },
      addVirtual: async () => {
        const added = await run('virtual.add', { name: null });
        if (added !== null) dispatch({ kind: 'selectBoard', deviceId: added.deviceId });
      },
      flash: async (options) => {
        if (deviceId === null || imageId === null) return;
        await run('push.start', {
          deviceId,
          imageId,
          override: [...overridden],
          timeoutMs: null,
          ...options,
        });
      },
      cancel: async () => {
        if (deviceId !== null) await run('push.cancel', { deviceId });
      },
      flashAgain: () => {
        if (deviceId !== null && endedPushId !== null && pushedImageId !== null)
          dispatch({ kind: 'dismissVerdict', deviceId, pushId: endedPushId, imageId: pushedImageId });
      },
      saveCa: async () => {
        const ca = await run('certificates.caPem', {});
        if (ca !== null) saveText(ca.fileName, ca.pem, 'application/x-pem-file');
      },
      copyDiagnostics: async () => {
        const diagnostics = await run('diagnostics.read', { deviceId });
        return diagnostics !== null && (await guard(() => copyText(diagnostics.text))) !== null;
      },
    };
  }, [client, dispatch, deviceId, imageId, endedPushId, pushedImageId, overridden, pathsTaken]);
}

/** Null where it cannot be read or holds no app: the core's words stand then. */
async function readMerged(file: File): Promise<MergedFile | null> {
  try {
    const { fileName, bytes } = await readImageFile(file);
    return mergedFile(fileName, bytes);
  } catch {
    return null;
  }
}
