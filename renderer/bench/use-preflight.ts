import { useEffect, useMemo, useState } from 'react';

import type { BoardState, ImageEntry, PreflightReport } from '../../shared/contract/values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import { useClient, useStateOf } from '../client/context.tsx';

export interface Preflight {
  /** The last answer for this board and image; null until the first. */
  readonly report: PreflightReport | null;
  readonly error: ErrorPayload | null;
}

/** Facts of a board come in bursts of lines; one question a burst is enough. */
const SETTLE_MS = 120;

/**
 * Asks for the pre-flight of an image against a board, and again whenever what it rests on changes. While it is
 * not `wanted`, the last answer stands: that of the update which followed it.
 */
export function usePreflight(board: BoardState | null, image: ImageEntry | null, wanted: boolean): Preflight {
  const client = useClient();
  const server = useStateOf('server');
  const certificates = useStateOf('certificates');
  const network = useStateOf('network');
  const [answer, setAnswer] = useState<Preflight>({ report: null, error: null });
  const deviceId = board?.deviceId ?? null;
  const imageId = image?.imageId ?? null;
  const restsOn = JSON.stringify([
    board?.facts,
    board?.link,
    board?.baudRate,
    server,
    certificates?.server.sha256Fingerprint,
    network?.firewall,
    deviceId === null ? null : network?.boards[deviceId],
  ]);
  const question = useMemo(
    () => (deviceId === null || imageId === null || !wanted ? null : { deviceId, imageId, restsOn }),
    [deviceId, imageId, wanted, restsOn],
  );

  useEffect(() => {
    if (question === null) return;
    let current = true;
    const ask = async (): Promise<void> => {
      const asked = { deviceId: question.deviceId, imageId: question.imageId };
      try {
        const report = await client.call('image.preflight', asked);
        if (current) setAnswer({ report, error: null });
      } catch (thrown) {
        if (current) setAnswer({ report: null, error: toErrorPayload(thrown) });
      }
    };
    const timer = setTimeout(() => void ask(), SETTLE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, question]);

  const fits = answer.report?.deviceId === deviceId && answer.report?.imageId === imageId;
  return fits ? answer : { report: null, error: answer.report === null ? answer.error : null };
}
