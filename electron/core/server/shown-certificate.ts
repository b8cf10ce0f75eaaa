import type { Server } from 'node:https';
import type { Socket } from 'node:net';

import { plainAddress } from './connections.ts';
import type { TlsCredentials } from './tls-options.ts';
import { sameCredentials, tlsOptions } from './tls-options.ts';

/** Asked for each connection, before the peer has said a word; null: the same as everybody. */
export type CredentialsFor = (peer: string, peerPort: number) => TlsCredentials | null;

/** Which certificate the handshakes of a server show: the usual one, but for peers that another is chosen for. */
export class ShownCertificate {
  readonly #server: Server;
  #usual: TlsCredentials;
  /** What the next handshake shows. */
  #shown: TlsCredentials;

  constructor(server: Server, credentials: TlsCredentials, credentialsFor: CredentialsFor | undefined) {
    this.#server = server;
    this.#usual = credentials;
    this.#shown = credentials;
    // Node takes the certificate when a connection is accepted, in a listener of its own behind this one.
    server.prependListener('connection', ({ remoteAddress = '', remotePort = 0 }: Socket) => {
      this.#show(credentialsFor?.(plainAddress(remoteAddress), remotePort) ?? this.#usual);
    });
  }

  /** Handshakes from now on show this one; what was agreed on already stays. */
  change(credentials: TlsCredentials): void {
    this.#usual = credentials;
    this.#show(credentials);
  }

  #show(credentials: TlsCredentials): void {
    if (sameCredentials(credentials, this.#shown)) return;
    this.#server.setSecureContext(tlsOptions(credentials));
    this.#shown = credentials;
  }
}
