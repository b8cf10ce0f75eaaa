import { X509Certificate } from 'node:crypto';

import type { SelfTest } from '../../../shared/ota/self-test.ts';
import { judgeForBoards } from '../../../shared/x509/judge-chain.ts';
import { readPemText } from '../../../shared/x509/pem.ts';
import type { X509Facts } from '../../../shared/x509/x509-facts.ts';
import { readX509 } from '../../../shared/x509/x509-facts.ts';
import type { Clock } from '../ports.ts';
import type { Handshake } from './board-connection.ts';
import { shakeHands } from './board-connection.ts';
import type { OwnConnections } from './own-connections.ts';
import type { Addresses } from './through-address.ts';
import { throughAddress } from './through-address.ts';

export interface SelfTesterDeps {
  readonly clock: Clock;
  /** Milliseconds that never go back. */
  readonly stopwatchMs: () => number;
  readonly addresses: Addresses;
  readonly own: OwnConnections;
}

export interface SelfTestTarget {
  /** As the URL writes it. */
  readonly host: string;
  readonly port: number;
  /** What the server is bound to. */
  readonly bind: string;
  /** The certificates that the board has, PEM. */
  readonly trustedPem: string;
  /** The board's, where it is known: the server may show each board another certificate. */
  readonly boardAddress: string | null;
}

/** Ports that are tried before a self-test is given up. */
const TRIES = 8;

/** Connects to this program's own server as a board would, and judges what it shows by the rules of every release. */
export class SelfTester {
  readonly #deps: SelfTesterDeps;
  readonly #running = new Map<string, Promise<SelfTest>>();

  constructor(deps: SelfTesterDeps) {
    this.#deps = deps;
  }

  /**
   * Never rejects. Takes some milliseconds, at most 3 s where nothing answers. Boards that have the same certificates
   * are shown the same one: sixty that are pushed at once share one self-test.
   */
  run(target: SelfTestTarget): Promise<SelfTest> {
    const { host, port, bind, trustedPem } = target;
    const key = JSON.stringify([host, port, bind, trustedPem]);
    const running = this.#running.get(key) ?? this.#run(target).finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running;
  }

  async #run(target: SelfTestTarget): Promise<SelfTest> {
    const { clock, stopwatchMs, addresses } = this.#deps;
    const startedMs = stopwatchMs();
    const way = await throughAddress(target.host, target.bind, addresses);
    const handshake = await this.#connect(target, way.through);
    const { host } = target;
    const tried = () => ({ host, ...way, durationMs: stopwatchMs() - startedMs });
    if (handshake.kind === 'portTaken')
      return { kind: 'failed', why: 'unreachable', detail: 'EADDRINUSE', ...tried() };
    if (handshake.kind === 'failed') return { ...handshake, ...tried() };
    const { version, cipher } = handshake;
    const verdicts = judgeForBoards({
      chain: read(handshake.chain),
      trusted: read(readPemText(target.trustedPem)),
      host,
      nowMs: clock.nowMs(),
      isSignedBy,
    });
    return { kind: 'judged', version, cipher, verdicts, ...tried() };
  }

  async #connect({ host, port, boardAddress }: SelfTestTarget, address: string): Promise<Handshake> {
    const { clock, own } = this.#deps;
    let handshake: Handshake = { kind: 'portTaken' };
    for (let tries = 0; tries < TRIES && handshake.kind === 'portTaken'; tries += 1) {
      const from = own.take(localAddressFor(address), boardAddress);
      handshake = await shakeHands({ address, port, host }, from, clock);
      if (handshake.kind !== 'done') own.giveLater(from);
    }
    return handshake;
  }
}

/** What the system would take by itself: the address that is connected, but for the many of loopback. */
function localAddressFor(address: string): string {
  return address.startsWith('127.') ? '127.0.0.1' : address;
}

/** What cannot be read is left out: it leads nowhere. */
function read(certificates: readonly Uint8Array[]): readonly X509Facts[] {
  return certificates.map((der) => readX509(der)).filter((facts) => facts !== null);
}

function isSignedBy(child: X509Facts, parent: X509Facts): boolean {
  try {
    return new X509Certificate(child.der).verify(new X509Certificate(parent.der).publicKey);
  } catch {
    return false;
  }
}
