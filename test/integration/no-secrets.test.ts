import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';

import type { BroughtFile } from '../../electron/core/tls/brought/read-files.ts';
import type { RequestName } from '../../shared/contract/contract.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import { broughtFolder } from '../support/brought-files.ts';
import { startCli } from '../support/cli-world.ts';
import { CoreClient } from '../support/core-client.ts';
import { hasOpenSsl, openssl } from '../support/openssl.ts';
import { filesBelow, needlesOfCertificate, needlesOfKey, Seen } from '../support/seen.ts';
import { tempDir } from '../support/temp-dir.ts';

const BACKUP_PASSWORD = 'backup-passw0rd-Qx7';
const KEY_PASSWORD = 'key-passw0rd-Zk3';
const WRONG_PASSWORD = 'wrong-passw0rd-Jv9';
const WIFI_PASSWORD = 'wifi-passw0rd-Lm5';
const PASSWORDS = [BACKUP_PASSWORD, KEY_PASSWORD, WRONG_PASSWORD, WIFI_PASSWORD];
const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

type Ask = (name: RequestName, input: unknown, isSecret?: boolean) => Promise<unknown>;

/** Names of secrets are told, never their values: those would be in a test's log. */
function expectHidden(seen: Seen, needles: readonly (string | Buffer)[], name: string): void {
  const found = needles.flatMap((needle) => seen.find(needle));
  expect([name, found]).toEqual([name, []]);
}

/** All that is done with keys and passwords, rightly and wrongly. */
async function workWithSecrets(ask: Ask, files: readonly BroughtFile[]): Promise<void> {
  const brought = { files, as: 'brought' };
  await ask('wifi.set', { ssid: 'bench', password: WIFI_PASSWORD });
  await ask('wifi.set', { ssid: 'bench', password: WIFI_PASSWORD.repeat(9) });
  await ask('certificates.rotate', {});
  await ask('certificates.backup', { password: BACKUP_PASSWORD.slice(0, 5) });
  const { bytes } = (await ask('certificates.backup', { password: BACKUP_PASSWORD }, true)) as BroughtFile;
  await ask('certificates.restore', { bytes, password: WRONG_PASSWORD });
  await ask('certificates.restore', { bytes: bytes.slice(0, 900), password: BACKUP_PASSWORD });
  await ask('certificates.restore', { bytes, password: BACKUP_PASSWORD });
  await ask('certificates.restore', { bytes: 'no bytes', password: BACKUP_PASSWORD });
  await ask('certificates.inspectBrought', { ...brought, password: WRONG_PASSWORD });
  await ask('certificates.inspectBrought', { ...brought, password: KEY_PASSWORD });
  await ask('certificates.inspectBrought', { ...brought, as: 'wrong', password: KEY_PASSWORD });
  await ask('certificates.useBrought', { ...brought, password: KEY_PASSWORD, acceptWarnings: true });
  await ask('certificates.firmwareLines', { trust: 'own' });
  await ask('certificates.setOptions', { leaf: 'p256' });
  await ask('certificates.reissue', {});
}

/** An update from its start to its verdict. */
async function update(client: CoreClient, ask: Ask, name: string, caPem: string): Promise<void> {
  const port = client.virtual.add(name, { timeScale: 0.05, wifiBytesPerSecond: null, caPem });
  const { deviceId } = await client.call('board.open', { path: port, baudRate: 115_200 });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  const bytes = buildAppImage({ projectName: 'x', version: '2.0.0', sizeBytes: 60_000 }, sha256);
  const { imageId } = await client.call('image.add', { fileName: 'x.bin', bytes });
  await ask('image.preflight', { deviceId, imageId });
  const options = { override: [], reset: false, sendUrl: true, timeoutMs: null };
  await ask('push.start', { deviceId, imageId, ...options });
  await client.when('board', deviceId, ({ session }) => (session?.verdict ?? null) !== null, 60_000);
  await ask('diagnostics.read', { deviceId });
  await ask('log.read', { deviceId, fromSeq: 0, limit: 5_000 });
}

async function look(dataDir: string, seen: Seen, files: readonly string[]): Promise<void> {
  const env = { OTA_WORKBENCH_PASSWORD: KEY_PASSWORD };
  for (const args of [[], ['inspect', ...files]]) {
    for (const json of [[], ['--json']]) {
      const run = startCli(['cert', ...args, '--data-dir', dataDir, ...json], { env });
      await run.code;
      seen.add(`cert ${args.join(' ')}`, run.stdout() + run.stderr());
    }
  }
}

test('a secret would be found in text, in JSON, in bytes and in a file', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const der = privateKey.export({ type: 'pkcs8', format: 'der' });
  const file = path.join(tempDir(), 'x');
  writeFileSync(file, Buffer.concat([Buffer.from('x'.repeat(100)), der]));
  const seen = new Seen();
  seen.add('text', `log: ${pem}`);
  seen.add('json', { detail: pem });
  seen.add('hex', der.toString('hex'));
  seen.file('file', file);
  const found = new Set(needlesOfKey(pem).flatMap((needle) => seen.find(needle)));
  expect([...found].sort()).toEqual(['file', 'hex', 'json', 'text']);
});

describe.runIf(hasOpenSsl)('secrets', () => {
  test('no key, no password and no body of a certificate is in a log, a report, an event or a reply', async () => {
    const seen = new Seen();
    const spy = (stream: NodeJS.WriteStream, name: string) =>
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        seen.add(name, String(text));
        return true;
      });
    const spies = [spy(process.stdout, 'stdout'), spy(process.stderr, 'stderr')];
    onTestFinished(() => {
      for (const each of spies) each.mockRestore();
    });
    const client = await CoreClient.open();
    onTestFinished(() => client.close());
    client.core.onPush((push) => seen.add(`push ${push.name}`, push));
    const ask: Ask = async (name, input, isSecret = false) => {
      const reply = await client.core.dispatch(name, input);
      if (!isSecret) seen.add(`reply to ${name}`, reply);
      return reply.ok ? reply.value : reply.error;
    };
    const folder = broughtFolder(tempDir());
    folder.selfSigned('127.0.0.1', ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:127.0.0.1']);
    const [plain, locked] = [folder.at('127.0.0.1.key'), folder.at('locked.key')];
    openssl('pkcs8', '-topk8', '-in', plain, '-passout', `pass:${KEY_PASSWORD}`, '-out', locked);
    const names = ['127.0.0.1.pem', 'locked.key'];
    const files = names.map((fileName) => ({ fileName, bytes: new Uint8Array(folder.file(fileName).bytes) }));

    await workWithSecrets(ask, files);
    const { pem } = (await ask('certificates.caPem', {}, true)) as { readonly pem: string };
    await update(client, ask, 'accepts', pem);
    await update(client, ask, 'refuses', folder.text('127.0.0.1.pem'));
    await ask('states.read', {});
    await client.core.stop();
    await look(client.dataDir, seen, names.map(folder.at));
    // All that lies on disk but the folder of the keys.
    const kept = filesBelow(client.dataDir).filter((name) => !name.startsWith('certs'));
    for (const name of kept) seen.file(name, path.join(client.dataDir, name));

    const places = new Set(kept.map((name) => name.split(path.sep)[0]));
    for (const place of ['logs', 'reports', 'settings.json', 'boards.json']) expect(places).toContain(place);
    expect(seen.count).toBeGreaterThan(100);
    expect(seen.find('127.0.0.1').length).toBeGreaterThan(10);
    const certs = path.join(client.dataDir, 'certs');
    for (const name of filesBelow(certs)) {
      const text = readFileSync(path.join(certs, name), 'utf8');
      if (name.endsWith('key.pem')) expectHidden(seen, needlesOfKey(text), name);
      if (name.endsWith('cert.pem')) expectHidden(seen, needlesOfCertificate(text), name);
    }
    expectHidden(seen, needlesOfKey(folder.text('127.0.0.1.key')), 'the key that was brought along');
    expectHidden(seen, PASSWORDS, 'passwords');
    expectHidden(seen, ['PRIVATE KEY', 'BEGIN CERTIFICATE'], 'frames of PEM');
    expect(client.bugs).toEqual([]);
  }, 90_000);
});
