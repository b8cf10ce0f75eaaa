import type { BoardWay } from '../../../shared/contract/network-values.ts';
import { WorkbenchError } from '../../../shared/errors.ts';

/** The host of a board's URL. @throws WorkbenchError board/no-address, board/zero-address, net/no-route */
export function hostOf({ host, error }: BoardWay): string {
  if (host !== null) return host;
  throw new WorkbenchError(error?.code ?? 'board/no-address', error?.params);
}

/** The URL of a path of this server. */
export function urlAt(host: string, port: number, path: string): string {
  return `https://${host}:${port}${path}`;
}
