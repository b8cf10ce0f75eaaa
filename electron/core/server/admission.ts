import { BlockList, isIP } from 'node:net';

import type { RefusalReason } from '../../../shared/ota/server-event.ts';
import type { ServerLimits } from './server-limits.ts';

export interface AdmissionDeps {
  readonly limits: ServerLimits;
  /** Addresses and networks that may connect; empty: all. */
  readonly allowed: () => readonly string[];
  /** Whether anyone is to be served now. */
  readonly isServing: () => boolean;
  /** How many files and sockets this program may have open; null where that is not known. */
  readonly descriptorLimit: number | null;
}

/** Descriptors left free for the log, the library and the serial ports. */
const SPARE_DESCRIPTORS = 24;

/** Decides about each connection before a byte of it is read. */
export class Admission {
  readonly #deps: AdmissionDeps;
  readonly #byPeer = new Map<string, number>();
  #open = 0;
  #list: { readonly from: readonly string[]; readonly networks: BlockList } | null = null;

  constructor(deps: AdmissionDeps) {
    this.#deps = deps;
  }

  /** Why this peer is turned away, or null. `descriptor` is its socket's, null where the system has none. */
  refusal(peer: string, descriptor: number | null): RefusalReason | null {
    const { limits, descriptorLimit, isServing } = this.#deps;
    if (!this.#isAllowed(peer)) return 'notAllowed';
    if (!isServing()) return 'notServing';
    // The system gives the lowest free number: a high one means that few are left.
    if (descriptor !== null && descriptorLimit !== null && descriptor >= descriptorLimit - SPARE_DESCRIPTORS)
      return 'outOfDescriptors';
    if (this.#open >= limits.connections) return 'tooManyConnections';
    if (isLoopback(peer)) return null;
    return (this.#byPeer.get(peer) ?? 0) >= limits.connectionsPerAddress ? 'tooManyFromAddress' : null;
  }

  /** Counts a connection; the returned function ends that. */
  enter(peer: string): () => void {
    this.#count(peer, 1);
    return () => this.#count(peer, -1);
  }

  #count(peer: string, change: 1 | -1): void {
    this.#open += change;
    const count = (this.#byPeer.get(peer) ?? 0) + change;
    if (count === 0) this.#byPeer.delete(peer);
    else this.#byPeer.set(peer, count);
  }

  #isAllowed(peer: string): boolean {
    const allowed = this.#deps.allowed();
    if (allowed.length === 0) return true;
    if (this.#list?.from !== allowed) this.#list = { from: allowed, networks: networksOf(allowed) };
    return this.#list.networks.check(peer, isIP(peer) === 6 ? 'ipv6' : 'ipv4');
  }
}

/** What is no address or network allows nobody. */
function networksOf(allowed: readonly string[]): BlockList {
  const list = new BlockList();
  for (const each of allowed) {
    const [address = '', prefix] = each.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const most = family === 'ipv6' ? 128 : 32;
    const length = prefix === undefined ? most : Number(prefix);
    if (isIP(address) !== 0 && length <= most) list.addSubnet(address, length, family);
  }
  return list;
}

function isLoopback(peer: string): boolean {
  return peer.startsWith('127.') || peer === '::1';
}
