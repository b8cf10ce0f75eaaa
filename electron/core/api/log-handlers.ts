import type { Handlers } from '../../../shared/contract/contract.ts';
import type { logRequests } from '../../../shared/contract/log-contract.ts';
import { saveLog } from '../log/save-log.ts';
import type { Services } from './services.ts';

const DONE = {};

/** What pages ask of logs. */
export function logHandlers({
  logs,
  logFiles,
  pathAccess,
}: Services): Pick<Handlers, keyof typeof logRequests> {
  return {
    'log.view': (input) => logs.open(input),
    'log.closeView': ({ viewId }) => {
      logs.close(viewId);
      return DONE;
    },
    'log.page': (input) => logs.page(input),
    'log.find': (input) => {
      logs.find(input);
      return DONE;
    },
    'log.findNext': async (input) => ({ place: await logs.findNext(input) }),
    'log.foundIn': (input) => logs.foundIn(input),
    'log.jump': async (input) => ({ place: await logs.jump(input) }),
    'log.rowOf': async (input) => ({ row: await logs.rowOf(input) }),
    'log.overview': (input) => logs.overview(input),
    'log.text': (input) => logs.text(input),
    'log.bookmark': async (input) => {
      await logs.bookmark(input);
      return DONE;
    },
    'log.open': async ({ path }) => ({ logId: await logFiles.open(await pathAccess.resolve(path)) }),
    'log.upload': (input) => logFiles.upload(input),
    'log.closeFile': ({ logId }) => {
      logFiles.close(logId);
      return DONE;
    },
    'log.save': async ({ logId, path, options }) => {
      const file = await pathAccess.resolveNew(path);
      return { lines: await saveLog(logs.storeOf(logId), file, options) };
    },
  };
}
