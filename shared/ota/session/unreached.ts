import type { ErrorPayload } from '../../errors.ts';
import type { Session } from './session.ts';

/**
 * Why nothing of a board came in though it has an address, was given the URL, and lies in one network with us: the
 * firewall where it is known to be shut, else an access point that keeps its clients apart. Null where a connection
 * came in, or where the way leads through other networks, which is reason enough.
 */
export function unreachedCause({ view, notes }: Session): ErrorPayload | null {
  const { way, connected } = notes;
  if (connected || way === null || way.way.sharesNetwork !== true) return null;
  const [, host = '', port = '443'] =
    /^https?:\/\/(?:[^/@]*@)?([^/:]+)(?::(\d+))?/.exec(view.url ?? '') ?? [];
  const { firewall } = way;
  if (firewall?.letsIn === false)
    return { code: 'net/firewall', params: { port, command: firewall.command ?? '' } };
  return { code: 'net/isolated', params: { host, port } };
}
