import { useMemo } from 'react';

import type { Input, Output, RequestName } from '../../shared/contract/contract.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import { MAX_ELF_BYTES } from '../../shared/esp/elf/elf-file.ts';
import type { Delivery } from '../../shared/ota/delivery.ts';
import { useClient, useStateOf } from '../client/context.tsx';
import { fileKindOf } from '../drop/file-kind.ts';
import type { MergedFile } from '../image/merged-file.ts';
import { mergedFile } from '../image/merged-file.ts';
import { openLogFile } from '../log/open-file.ts';
import { useBench } from './bench-context.tsx';
import { copyText, saveText } from './browser-files.ts';
import { readImageFile, readWholeFile } from './read-image-file.ts';

/** What a file was taken as, and why it could not be. */
export interface TakenFile {
  readonly as: 'image' | 'merged' | 'elf' | 'log';
  readonly error: ErrorPayload | null;
}

/** Everything a person can do on the bench. A failure is shown at the top of it; nothing here throws. */
export interface Actions {
  /** Sends a request whose failure is shown; null when it failed. */
  run<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N> | null>;
  /**
   * Takes a file by its name: an image is inspected and chosen, a program with debug information kept, a log opened. A
   * merged image is turned away, its apps are offered. A failure is the caller's to show.
   */
  takeFile(file: File): Promise<TakenFile>;
  /** Finds the app in a build folder, where the shell can tell its path and the core may read it; null when found. */
  takeFolder(folder: File): Promise<ErrorPayload | null>;
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
    /** A program with debug information decodes crashes; it is no image. */
    const takeElf = async (file: File, path: string | null): Promise<void> => {
      if (path !== null) await client.call('crash.addElfPath', { path });
      else await client.call('crash.addElf', await readWholeFile(file, MAX_ELF_BYTES));
    };
    const takeImage = async (file: File, path: string | null): Promise<void> => {
      const { imageId } =
        path === null
          ? await client.call('image.add', await readImageFile(file))
          : await client.call('image.addPath', { path });
      chooseImage(imageId);
    };
    const takeLog = async (file: File): Promise<void> =>
      dispatch({ kind: 'showLog', logId: await openLogFile(client, file, pathsTaken) });
    const takers = { elf: takeElf, image: takeImage, log: takeLog };
    return {
      run,
      chooseImage,
      takeFile: async (file) => {
        const kind = fileKindOf(file);
        const as = kind === 'elf' || kind === 'log' ? kind : 'image';
        try {
          await takers[as](file, pathsTaken ? client.pathOf(file) : null);
          return { as, error: null };
        } catch (thrown) {
          const error = toErrorPayload(thrown);
          const merged = error.params.kind === 'merged' ? await readMerged(file) : null;
          if (merged === null) return { as, error };
          dispatch({ kind: 'offerMerged', merged });
          return { as: 'merged', error: null };
        }
      },
      takeFolder: async (folder) => {
        const path = client.pathOf(folder);
        if (path === null) return { code: 'path/not-told', params: { folder: folder.name } };
        try {
          const { imageId } = await client.call('image.addPath', { path });
          dispatch({ kind: 'foundIn', imageId, folder: path });
          chooseImage(imageId);
          return null;
        } catch (thrown) {
          return toErrorPayload(thrown);
        }
      },
      addPath: async (path) => {
        const entry = await run('image.addPath', { path });
        if (entry !== null) chooseImage(entry.imageId);
        return entry !== null;
      },
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
