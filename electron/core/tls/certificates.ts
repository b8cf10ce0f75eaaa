import type { LeafKind } from '../../../shared/contract/certificates-values.ts';
import type { CertificatesState } from '../../../shared/contract/values.ts';
import type { Clock } from '../ports.ts';
import type { CheckedCa } from './certificate-check.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import type { CertificateNames, WantedNames } from './certificate-names.ts';
import { certificateNames } from './certificate-names.ts';
import { inFolder } from './folder-errors.ts';
import { issueServerCertificate } from './issue-certificate.ts';
import { leafKindOf } from './key-pair.ts';
import type { ServerCertificate, ServerCredentials } from './server-certificate.ts';
import { issueInto, keyOfKind, serves } from './server-certificate.ts';

export interface CertificatesDeps {
  /** `<data>/certs` */
  readonly dir: string;
  readonly clock: Clock;
  /** The wanted kind of server key, asked at each `ensure`; RSA where left out. */
  readonly leafKind?: (() => LeafKind) | undefined;
}

/** The CA that boards trust and the server certificate it signed, kept in one folder. */
export class Certificates {
  readonly #deps: CertificatesDeps;
  readonly #ca: CheckedCa;
  #server: ServerCertificate;
  readonly #listeners = new Set<() => void>();
  #queue: Promise<void> = Promise.resolve();

  constructor(deps: CertificatesDeps, ca: CheckedCa, server: ServerCertificate) {
    this.#deps = deps;
    this.#ca = ca;
    this.#server = server;
  }

  /**
   * Makes sure that the server certificate names all of these and is not about to end; issues it again where not.
   * Cheap when nothing is missing: call it before each start and push. Calls are served one after the other.
   * @throws WorkbenchError cert/bad-name, data/not-writable
   */
  ensure(wanted: WantedNames): Promise<void> {
    return this.#inTurn(async () => {
      const names = certificateNames(wanted);
      const { facts, keyPem } = this.#server;
      const asWanted = leafKindOf(keyPem) === this.#leafKind();
      const lasts = serves(facts, names, this.#deps.clock.nowMs(), this.#ca.facts.notAfterMs);
      if (!asWanted || !lasts) await this.#issue(names);
    });
  }

  /** Issues the server certificate again, for the names it has. @throws WorkbenchError data/not-writable */
  reissue(): Promise<void> {
    return this.#inTurn(() => this.#issue(certificateNames(this.#server.facts)));
  }

  credentials(): ServerCredentials {
    return { keyPem: this.#server.keyPem, certPem: this.#server.certPem };
  }

  /**
   * A certificate of this CA for a server apart from the strict one, as if it were issued at `nowMs`. PEM. It is kept
   * nowhere.
   */
  issueApart(serverKeyPem: string, names: CertificateNames, nowMs: number): Promise<string> {
    const { certPem: caCertPem, keyPem: caKeyPem } = this.#ca;
    return issueServerCertificate({ caCertPem, caKeyPem, serverKeyPem, names, nowMs });
  }

  get caFacts(): CertificateFacts {
    return this.#ca.facts;
  }

  /** Certificate and key of the CA, for a backup alone. */
  caPair(): { readonly certPem: string; readonly keyPem: string } {
    return { certPem: this.#ca.certPem, keyPem: this.#ca.keyPem };
  }

  /** The CA certificate alone, ready for a firmware's `server_certs/`. */
  caPem(): string {
    return this.#ca.certPem;
  }

  state(): Pick<CertificatesState, 'ca' | 'server'> {
    return {
      ca: shown(this.#ca.facts),
      server: {
        ...shown(this.#server.facts),
        dnsNames: this.#server.facts.dnsNames,
        ipAddresses: this.#server.facts.ipAddresses,
      },
    };
  }

  /** Calls `listener` after each new server certificate; the returned function ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #leafKind(): LeafKind {
    return this.#deps.leafKind?.() ?? 'rsa2048';
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #issue(names: CertificateNames): Promise<void> {
    const { dir, clock } = this.#deps;
    this.#server = await inFolder(dir, async () => {
      const keyPem = await keyOfKind(dir, this.#server.keyPem, this.#leafKind());
      return issueInto(dir, this.#ca, keyPem, names, clock.nowMs());
    });
    for (const listener of this.#listeners) listener();
  }
}

function shown(facts: CertificateFacts): CertificatesState['ca'] {
  return {
    sha256Fingerprint: facts.sha256Fingerprint,
    notAfter: new Date(facts.notAfterMs).toISOString(),
  };
}
