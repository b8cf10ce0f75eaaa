import { WorkbenchError } from '../../../shared/errors.ts';
import type { Routes } from '../ports.ts';

/** Bound to every interface: the routing table decides which address a board is given. */
export const ANY_ADDRESS = '0.0.0.0';

/**
 * The host in the URL for one board: the one that was named, the one address the server is bound to, or our
 * address that faces the board.
 * @throws WorkbenchError board/no-address, net/no-route
 */
export async function chooseHost(
  given: { readonly host: string | null; readonly bind: string },
  board: { readonly ipv4: string | null; readonly name: string },
  routes: Routes,
): Promise<string> {
  if (given.host !== null) return given.host;
  if (given.bind !== ANY_ADDRESS) return given.bind;
  if (board.ipv4 === null) throw new WorkbenchError('board/no-address', { device: board.name });
  const facing = await routes.facing(board.ipv4);
  if (facing === null) throw new WorkbenchError('net/no-route', { address: board.ipv4 });
  return facing;
}

/** The URL of a path of this server. */
export function urlAt(host: string, port: number, path: string): string {
  return `https://${host}:${port}${path}`;
}
