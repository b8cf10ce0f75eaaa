import { useMemo } from 'react';

import type { Input, Output, RequestName } from '../../shared/contract/contract.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import { useClient } from '../client/context.tsx';
import { useBench } from './bench-context.tsx';
import { copyText, saveText } from './browser-files.ts';
import { readImageFile } from './read-image-file.ts';

/** Everything a person can do on the bench. A failure is shown at the top of it; nothing here throws. */
export interface Actions {
  /** Sends a request whose failure is shown; null when it failed. */
  run<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N> | null>;
  addFiles(files: readonly File[]): Promise<void>;
  /** Says what is wrong where nothing was sent. */
  refuse(error: ErrorPayload): void;
  chooseImage(imageId: string): void;
  addVirtual(): Promise<void>;
  flash(options: { readonly reset: boolean; readonly sendUrl: boolean }): Promise<void>;
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
    return {
      run,
      chooseImage,
      refuse: (error) => dispatch({ kind: 'fail', error }),
      addFiles: async (files) => {
        for (const file of files) {
          const entry = await guard(async () => client.call('image.add', await readImageFile(file)));
          if (entry !== null) chooseImage(entry.imageId);
        }
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
  }, [client, dispatch, deviceId, imageId, endedPushId, pushedImageId, overridden]);
}
