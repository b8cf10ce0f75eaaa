import type { PushHub } from '../api/push-hub.ts';
import type { Boards } from '../board/boards.ts';
import type { Parts } from '../open-parts.ts';
import type { World } from '../ports.ts';
import type { Updates } from '../session/updates.ts';
import type { UrlSender } from '../session/url-sender.ts';
import { FaultCertificates } from './fault-certificates.ts';
import { FaultRuns } from './fault-runs.ts';
import type { FaultSenderDeps } from './fault-sender.ts';
import { FaultSender } from './fault-sender.ts';
import type { LabHistory } from './lab-history.ts';

/** The sender of a core: pushes with a fault and pushes without. */
export function openFaultSender(
  { certificates, library }: Parts,
  { clock, sha256, socketBuffers, virtualFaults }: World,
  sender: UrlSender,
  { bind, onEvent }: Pick<FaultSenderDeps, 'bind' | 'onEvent'>,
): FaultSender {
  return new FaultSender({
    clock,
    sha256,
    sender,
    certificates: new FaultCertificates({ clock, certificates }),
    bytes: (imageId) => library.bytes(imageId),
    bind,
    socketBuffers: async () => (await socketBuffers?.()) ?? null,
    virtualFaults: virtualFaults ?? null,
    onEvent,
  });
}

/** The runs of a core's fault lab. */
export function openFaultRuns(
  { library }: Parts,
  { clock, virtualFaults }: World,
  hub: PushHub,
  boards: Boards,
  updates: Updates,
  lab: LabHistory,
): FaultRuns {
  return new FaultRuns({
    clock,
    board: (deviceId) => boards.get(deviceId),
    image: (imageId) => library.get(imageId),
    virtualFaults: virtualFaults ?? null,
    push: (board, start) => updates.start(board, start),
    cancelPush: (deviceId) => updates.cancel(deviceId),
    onBoard: (listener) =>
      hub.onPush((push) => {
        if (push.kind === 'state' && push.name === 'board' && push.key !== null) listener(push.key);
      }),
    onState: (run) => {
      lab.see(run);
      hub.set('faults', run, run.deviceId);
    },
  });
}
