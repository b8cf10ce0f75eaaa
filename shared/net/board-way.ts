import type { BoardWay, HostReason, NetworkAddress } from '../contract/network-values.ts';
import type { ErrorPayload } from '../errors.ts';
import { inOneNetwork, isLoopback, isUnspecified, parseIpv4 } from './ipv4.ts';

/** What the choice of a host rests on. */
export interface WayInput {
  readonly boardName: string;
  readonly boardAddress: string | null;
  readonly addresses: readonly Pick<NetworkAddress, 'address' | 'netmask'>[];
  /** The routing table's answer for the board's address. */
  readonly facing: string | null;
  readonly commandHost: string | null;
  readonly boardPin: string | null;
  readonly host: string | null;
  readonly pin: string | null;
  /** `0.0.0.0` or the one address the server listens on. */
  readonly bind: string;
}

/** Bound to every interface: the routing table decides which address a board is given. */
export const ANY_ADDRESS = '0.0.0.0';

/** Which host a board's URL names, why, and whether the two are in one network. */
export function boardWay(input: WayInput): BoardWay {
  const { boardAddress, facing } = input;
  const choice = choose(input);
  const pinUnused = [input.boardPin, input.pin].find((pin) => pin !== null && !usable(pin, input)) ?? null;
  return {
    boardAddress,
    host: choice?.host ?? null,
    why: choice?.why ?? null,
    facing,
    sharesNetwork: shares(input, choice?.host ?? facing),
    pinUnused,
    error: choice === null ? whyNone(input) : null,
  };
}

/** Whether the host is known without the board's address. */
export function hostIsGiven(input: Omit<WayInput, 'boardAddress' | 'facing' | 'boardName'>): boolean {
  return choose({ ...input, facing: null }) !== null;
}

function choose(
  input: Omit<WayInput, 'boardAddress' | 'boardName'>,
): { readonly host: string; readonly why: HostReason } | null {
  const { commandHost, boardPin, host, pin, bind, facing } = input;
  const inOrder: readonly (readonly [HostReason, string | null])[] = [
    ['commandHost', commandHost],
    ['boardPin', boardPin !== null && usable(boardPin, input) ? boardPin : null],
    ['host', host],
    ['pin', pin !== null && usable(pin, input) ? pin : null],
    ['bind', bind === ANY_ADDRESS ? null : bind],
    ['route', facing],
  ];
  for (const [why, chosen] of inOrder) if (chosen !== null) return { host: chosen, why };
  return null;
}

/** A pinned address must be one of this machine's, and the server must listen on it. */
function usable(pin: string, { addresses, bind }: Pick<WayInput, 'addresses' | 'bind'>): boolean {
  return (bind === ANY_ADDRESS || bind === pin) && addresses.some(({ address }) => address === pin);
}

function shares({ boardAddress, addresses }: WayInput, host: string | null): boolean | null {
  if (boardAddress === null || parseIpv4(boardAddress) === null || isUnspecified(boardAddress)) return null;
  if (host === null)
    return addresses.some(({ address, netmask }) => inOneNetwork(address, boardAddress, netmask));
  const own = addresses.filter(({ address }) => address === host);
  // A board at a loopback address runs on this machine and reaches every address of it.
  if (isLoopback(boardAddress)) return isLoopback(host) || own.length > 0;
  if (own.length > 0) return own.some(({ netmask }) => inOneNetwork(host, boardAddress, netmask));
  // A name, or an address of something between the two: nobody here can say where it leads.
  return null;
}

function whyNone({ boardAddress, boardName }: WayInput): ErrorPayload {
  if (boardAddress === null) return { code: 'board/no-address', params: { device: boardName } };
  if (isUnspecified(boardAddress)) return { code: 'board/zero-address', params: { address: boardAddress } };
  return { code: 'net/no-route', params: { address: boardAddress } };
}
