import type { Handlers } from '../../../shared/contract/contract.ts';
import type { serialRequests } from '../../../shared/contract/serial-contract.ts';
import type { Services } from './services.ts';

const DONE = {};

/** The requests about a board's port: its lines, its rate, and what is advised about it. */
export function serialHandlers({
  boards,
}: Pick<Services, 'boards'>): Pick<Handlers, keyof typeof serialRequests> {
  return {
    'board.setLines': async ({ deviceId, dtr, rts }) => {
      await boards.get(deviceId).link.setLines({ dtr, rts });
      return DONE;
    },
    'board.readLines': ({ deviceId }) => boards.get(deviceId).link.readLines(),
    'board.enterDownload': async ({ deviceId }) => {
      await boards.get(deviceId).link.enterDownload();
      return DONE;
    },
    'board.setBaudRate': async ({ deviceId, baudRate }) => {
      await boards.get(deviceId).setBaudRate(baudRate);
      return DONE;
    },
    'board.reopen': async ({ deviceId }) => {
      const board = boards.get(deviceId);
      await board.open(board.baudRate);
      return DONE;
    },
    'board.dismissAdvice': ({ deviceId, code }) => {
      boards.get(deviceId).notes.advice.dismiss(code);
      return DONE;
    },
  };
}
