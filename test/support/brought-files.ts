import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { BroughtFile } from '../../electron/core/tls/brought/read-files.ts';
import { openssl } from './openssl.ts';

/** A folder in which OpenSSL makes certificates as a user would have them. */
export interface BroughtFolder {
  at(name: string): string;
  file(name: string): BroughtFile;
  text(name: string): string;
  write(name: string, content: string | Uint8Array): void;
  /** `NAME.key` and a self-signed `NAME.pem`; more options of `openssl req`. */
  selfSigned(name: string, options?: readonly string[]): void;
  /** `NAME.key`, and `NAME.pem` signed by `issuer`; `extensions` as lines of an OpenSSL configuration. */
  signed(name: string, issuer: string, made?: SignedOptions): void;
}

export interface SignedOptions {
  readonly key?: 'rsa' | 'rsa1024' | 'ec';
  readonly hash?: string;
  readonly days?: number;
  readonly extensions?: readonly string[];
}

const KEYS = {
  rsa: ['-newkey', 'rsa:2048'],
  rsa1024: ['-newkey', 'rsa:1024'],
  ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
} as const;

/** What a server certificate for a bench at 192.168.1.5 has. */
export const SERVER_EXTENSIONS = [
  'subjectAltName=IP:192.168.1.5,DNS:192.168.1.5,DNS:bench.local',
  'extendedKeyUsage=serverAuth',
  'keyUsage=digitalSignature,keyEncipherment',
] as const;

export function broughtFolder(dir: string): BroughtFolder {
  const at = (name: string): string => path.join(dir, name);
  return {
    at,
    file: (name) => ({ fileName: name, bytes: readFileSync(at(name)) }),
    text: (name) => readFileSync(at(name), 'utf8'),
    write: (name, content) => writeFileSync(at(name), content),
    selfSigned: (name, options = []) => {
      const made = ['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`), '-subj', `/CN=${name}`];
      openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '365', ...made, ...options);
    },
    signed: (
      name,
      issuer,
      { key = 'rsa', hash = 'sha256', days = 365, extensions = SERVER_EXTENSIONS } = {},
    ) => {
      const request = ['-keyout', at(`${name}.key`), '-out', at(`${name}.csr`), '-subj', `/CN=${name}`];
      openssl('req', '-new', ...KEYS[key], '-nodes', ...request);
      writeFileSync(at(`${name}.ext`), `${extensions.join('\n')}\n`);
      const ca = ['-CA', at(`${issuer}.pem`), '-CAkey', at(`${issuer}.key`), '-CAcreateserial'];
      const made = ['-out', at(`${name}.pem`), '-extfile', at(`${name}.ext`), `-${hash}`, '-days', `${days}`];
      openssl('x509', '-req', '-in', at(`${name}.csr`), ...ca, ...made);
    },
  };
}
