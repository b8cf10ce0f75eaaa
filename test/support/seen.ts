import { createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Everything that a shell or a reader of the data directory gets to see, by where it was seen. */
export class Seen {
  readonly #texts: (readonly [string, Buffer])[] = [];

  add(where: string, what: unknown): void {
    const bytes = (_key: string, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
    const text = typeof what === 'string' ? what : (JSON.stringify(what, bytes) ?? '');
    // Line ends in JSON are two characters; keys are looked for line by line.
    this.#texts.push([where, Buffer.from(text)]);
  }

  file(where: string, file: string): void {
    this.#texts.push([where, readFileSync(file)]);
  }

  get count(): number {
    return this.#texts.length;
  }

  /** Where a secret shows up. */
  find(needle: string | Buffer): readonly string[] {
    return this.#texts.filter(([, text]) => text.includes(needle)).map(([where]) => where);
  }
}

/** What no part of a private key may look like: its lines as PEM, its numbers in hex and raw. */
export function needlesOfKey(pem: string): readonly (string | Buffer)[] {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  const lines = pem.split('\n').filter((line) => line.length === 64);
  // The end of the key is secret: what stands before it may be its public half.
  return [...lines.slice(-3), der.subarray(-40).toString('hex'), der.subarray(-40)];
}

/** The body of a certificate as PEM. */
export const needlesOfCertificate = (pem: string): readonly string[] =>
  pem
    .split('\n')
    .filter((line) => line.length === 64)
    .slice(0, 3);

/** Files below a folder, by their paths in it. */
export function filesBelow(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(path.join(dir, name)).isFile(),
  );
}
