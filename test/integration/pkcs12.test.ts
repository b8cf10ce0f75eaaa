import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import { issueCa } from '../../electron/core/tls/issue-certificate.ts';
import { makeKeyPair, makeLeafKey } from '../../electron/core/tls/key-pair.ts';
import { looksLikePkcs12, Pkcs12Error, readPkcs12 } from '../../electron/core/tls/pkcs12-read.ts';
import { writePkcs12 } from '../../electron/core/tls/pkcs12-write.ts';
import { caProfile } from '../../electron/core/tls/profiles.ts';
import { hasOpenSsl, openssl } from '../support/openssl.ts';
import { tempDir } from '../support/temp-dir.ts';

const PASSWORD = 'Ünïcode 密码 4711';
let certPem: string;
let keyPem: string;
let backup: Buffer;

beforeAll(async () => {
  const keys = await makeKeyPair(caProfile.key);
  keyPem = keys.privateKeyPem;
  certPem = await issueCa(keys, Date.now());
  backup = await writePkcs12([{ certPem, keyPem, friendlyName: 'CA 一' }], PASSWORD);
});

async function kindOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'read',
    (thrown: unknown) => (thrown instanceof Pkcs12Error ? thrown.kind : String(thrown)),
  );
}

function keyDer(pem: string): Buffer {
  return createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
}

test('what was written is read again, names included', async () => {
  const items = await readPkcs12(backup, PASSWORD);
  expect(items.map(({ kind, friendlyName }) => [kind, friendlyName])).toEqual([
    ['key', 'CA 一'],
    ['certificate', 'CA 一'],
  ]);
  expect(items[0]?.der.equals(keyDer(keyPem))).toBe(true);
  expect(items[1]?.der.equals(new X509Certificate(certPem).raw)).toBe(true);
});

test('neither the key nor the password lies in the file', () => {
  const key = keyDer(keyPem);
  expect(backup.includes(key.subarray(-64))).toBe(false);
  expect(backup.includes(Buffer.from(PASSWORD))).toBe(false);
});

test('a wrong password is told from a damaged file', async () => {
  expect(await kindOf(readPkcs12(backup, 'another'))).toBe('wrongPassword');
  expect(await kindOf(readPkcs12(backup, ''))).toBe('wrongPassword');
  for (const end of [1, 40, backup.length >> 1, backup.length - 1])
    expect([end, await kindOf(readPkcs12(backup.subarray(0, end), PASSWORD))]).toEqual([end, 'damaged']);
});

test('a file that is changed anywhere is not taken', async () => {
  for (let at = 60; at < backup.length - 120; at += 211) {
    const changed = Buffer.from(backup);
    changed[at] = (changed[at] ?? 0) ^ 0x41;
    expect([at, await kindOf(readPkcs12(changed, PASSWORD))]).not.toEqual([at, 'read']);
  }
});

test('PKCS#12 is told from a certificate and a key', () => {
  expect(looksLikePkcs12(backup)).toBe(true);
  expect(looksLikePkcs12(new X509Certificate(certPem).raw)).toBe(false);
  expect(looksLikePkcs12(keyDer(keyPem))).toBe(false);
  expect(looksLikePkcs12(new Uint8Array())).toBe(false);
});

describe.runIf(hasOpenSsl)('with OpenSSL at the other end', () => {
  function files() {
    const dir = tempDir();
    const at = (name: string): string => path.join(dir, name);
    writeFileSync(at('password'), PASSWORD);
    writeFileSync(at('ca.pem'), certPem);
    writeFileSync(at('ca.key'), keyPem);
    return at;
  }

  test('it reads the backup, and finds key and certificate', () => {
    const at = files();
    writeFileSync(at('backup.p12'), backup);
    openssl(
      'pkcs12',
      '-in',
      at('backup.p12'),
      '-passin',
      `file:${at('password')}`,
      '-nodes',
      '-out',
      at('all.pem'),
    );
    const text = readFileSync(at('all.pem'), 'utf8');
    expect(new X509Certificate(text).raw.equals(new X509Certificate(certPem).raw)).toBe(true);
    expect(keyDer(text).equals(keyDer(keyPem))).toBe(true);
    expect(text).toMatch(/friendlyName: \S/);
  });

  test.each([
    ['its own form', []],
    ['AES-128 with SHA-1', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'sha1']],
    ['3DES', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['RC2 with 40 bits', ['-legacy']],
    ['SHA-512', ['-macalg', 'sha512']],
    ['no encryption', ['-keypbe', 'NONE', '-certpbe', 'NONE']],
    ['no MAC', ['-nomac']],
  ] as const)('its files are read: %s', async (_name, options) => {
    const at = files();
    const made = ['-inkey', at('ca.key'), '-in', at('ca.pem'), '-passout', `file:${at('password')}`];
    openssl('pkcs12', '-export', ...made, ...options, '-out', at('made.p12'));
    const bytes = readFileSync(at('made.p12'));
    expect(looksLikePkcs12(bytes)).toBe(true);
    const items = await readPkcs12(bytes, PASSWORD);
    const der = (kind: string) => items.find((item) => item.kind === kind)?.der;
    expect(der('key')?.equals(keyDer(keyPem))).toBe(true);
    expect(der('certificate')?.equals(new X509Certificate(certPem).raw)).toBe(true);
    if (options[1] !== 'NONE') expect(await kindOf(readPkcs12(bytes, 'another'))).toBe('wrongPassword');
  });

  test('a cipher that is not known is a form of its own, neither damage nor a wrong password', async () => {
    const at = files();
    const made = ['-inkey', at('ca.key'), '-in', at('ca.pem'), '-passout', `file:${at('password')}`];
    openssl('pkcs12', '-export', ...made, '-keypbe', 'camellia-256-cbc', '-out', at('made.p12'));
    expect(await kindOf(readPkcs12(readFileSync(at('made.p12')), PASSWORD))).toBe('form');
  });

  test('keys on curves are read too', async () => {
    const at = files();
    const { privateKeyPem } = await makeLeafKey('p256');
    writeFileSync(at('ec.key'), privateKeyPem);
    openssl('req', '-x509', '-key', at('ec.key'), '-subj', '/CN=ec', '-out', at('ec.pem'));
    openssl(
      'pkcs12',
      '-export',
      '-inkey',
      at('ec.key'),
      '-in',
      at('ec.pem'),
      '-passout',
      'pass:short',
      '-out',
      at('ec.p12'),
    );
    const items = await readPkcs12(readFileSync(at('ec.p12')), 'short');
    const key = items.find(({ kind }) => kind === 'key');
    expect(key?.der.equals(keyDer(privateKeyPem))).toBe(true);
  });
});
