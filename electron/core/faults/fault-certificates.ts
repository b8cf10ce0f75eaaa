import { isIP } from 'node:net';
import type { TlsOptions } from 'node:tls';

import type { FaultName } from '../../../shared/faults/fault.ts';
import type { Clock } from '../ports.ts';
import type { CertificateNames } from '../tls/certificate-names.ts';
import type { Certificates } from '../tls/certificates.ts';
import { issueCa, issueServerCertificate } from '../tls/issue-certificate.ts';
import type { KeyPair } from '../tls/key-pair.ts';
import { makeKeyPair } from '../tls/key-pair.ts';
import { caProfile, serverProfile } from '../tls/profiles.ts';
import { selfSigned } from './self-signed.ts';

export interface FaultCertificatesDeps {
  readonly clock: Clock;
  readonly certificates: Pick<Certificates, 'issueApart'>;
}

const YEAR_MS = 365 * 86_400_000;
/** A name that no URL of ours has (RFC 6761). */
const OTHER_HOST = 'elsewhere.invalid';
/** Only this suite, which ESP-IDF leaves out unless it is asked for. */
const RARE_CIPHER = 'ECDHE-RSA-CHACHA20-POLY1305';

/** What the misbehaving server shows in its handshakes. Its keys are its own, made when first needed, and kept nowhere. */
export class FaultCertificates {
  readonly #deps: FaultCertificatesDeps;
  #serverKeys: Promise<KeyPair> | null = null;
  #otherCa: Promise<{ readonly certPem: string; readonly keyPem: string }> | null = null;

  constructor(deps: FaultCertificatesDeps) {
    this.#deps = deps;
  }

  /** Certificate, key and TLS settings of a fault, for a board that is given this host. @throws WorkbenchError cert/bad-name */
  async optionsFor(name: FaultName, host: string): Promise<TlsOptions> {
    this.#serverKeys ??= makeKeyPair(serverProfile.key);
    const keys = await this.#serverKeys;
    const cert = await this.#certificate(name, host, keys);
    return { cert, key: keys.privateKeyPem, minVersion: 'TLSv1.2', ...settingsOf(name) };
  }

  #certificate(name: FaultName, host: string, keys: KeyPair): Promise<string> {
    const nowMs = this.#deps.clock.nowMs();
    const issue = (named: string, atMs: number): Promise<string> =>
      this.#deps.certificates.issueApart(keys.privateKeyPem, namesOf(named), atMs);
    switch (name) {
      case 'wrong-ca':
        return this.#byOtherCa(host, keys, nowMs);
      case 'self-signed':
        return Promise.resolve(selfSigned(keys, host, nowMs));
      case 'wrong-host':
        return issue(OTHER_HOST, nowMs);
      case 'expired':
        return issue(host, nowMs - 3 * YEAR_MS);
      case 'not-yet-valid':
        return issue(host, nowMs + YEAR_MS);
      default:
        return issue(host, nowMs);
    }
  }

  async #byOtherCa(host: string, keys: KeyPair, nowMs: number): Promise<string> {
    this.#otherCa ??= makeOtherCa(nowMs);
    const { certPem: caCertPem, keyPem: caKeyPem } = await this.#otherCa;
    const { privateKeyPem: serverKeyPem } = keys;
    return issueServerCertificate({ caCertPem, caKeyPem, serverKeyPem, names: namesOf(host), nowMs });
  }
}

async function makeOtherCa(nowMs: number): Promise<{ readonly certPem: string; readonly keyPem: string }> {
  const keys = await makeKeyPair(caProfile.key);
  return { certPem: await issueCa(keys, nowMs), keyPem: keys.privateKeyPem };
}

/** This host alone: what certificates of ours name always would be names too many here. */
function namesOf(host: string): CertificateNames {
  const isAddress = isIP(host) !== 0;
  return { commonName: host.slice(0, 64), dnsNames: [host], ipAddresses: isAddress ? [host] : [] };
}

function settingsOf(name: FaultName): TlsOptions {
  switch (name) {
    case 'tls13-only':
      return { minVersion: 'TLSv1.3' };
    case 'tls12-only':
      return { maxVersion: 'TLSv1.2' };
    case 'no-shared-cipher':
      return { maxVersion: 'TLSv1.2', ciphers: RARE_CIPHER };
    default:
      return {};
  }
}
