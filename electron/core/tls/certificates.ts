import type { CertificatesState } from '../../../shared/contract/values.ts';
import type { Clock } from '../ports.ts';
import type { CheckedCa } from './certificate-check.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import type { CertificateNames, WantedNames } from './certificate-names.ts';
import { certificateNames } from './certificate-names.ts';
import { inFolder } from './folder-errors.ts';
import { issueServerCertificate } from './issue-certificate.ts';
import type { ServerCertificate, ServerCredentials } from './server-certificate.ts';
import { issueInto, serves } from './server-certificate.ts';

export interface CertificatesDeps {
  /** `<data>/certs` */
  readonly dir: string;
  readonly clock: Clock;
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
    const turn = this.#queue.then(() => this.#ensure(certificateNames(wanted)));
    this.#queue = turn.catch(() => undefined);
    return turn;
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

  /** The CA certificate alone, ready for a firmware's `server_certs/`. */
  caPem(): string {
    return this.#ca.certPem;
  }

  state(): CertificatesState {
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

  async #ensure(names: CertificateNames): Promise<void> {
    const { dir, clock } = this.#deps;
    const nowMs = clock.nowMs();
    if (serves(this.#server.facts, names, nowMs)) return;
    const { keyPem } = this.#server;
    this.#server = await inFolder(dir, () => issueInto(dir, this.#ca, keyPem, names, nowMs));
    for (const listener of this.#listeners) listener();
  }
}

function shown(facts: CertificateFacts): CertificatesState['ca'] {
  return {
    sha256Fingerprint: facts.sha256Fingerprint,
    notAfter: new Date(facts.notAfterMs).toISOString(),
  };
}
