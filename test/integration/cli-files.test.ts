import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { openDataDir } from '../../electron/core/data/open-data-dir.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import { startCli } from '../support/cli-world.ts';
import { tempDir } from '../support/temp-dir.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const hexSha256 = (data: Uint8Array): string => Buffer.from(sha256(data)).toString('hex');

function fileOf(bytes: Uint8Array | string, name = 'app.bin'): string {
  const file = path.join(tempDir(), name);
  writeFileSync(file, bytes);
  return file;
}

test('every port is one line, in the fields the format fixes', async () => {
  const ports = [
    {
      path: '/dev/ttyUSB0',
      label: 'CP2102',
      vendorId: '10c4',
      productId: 'ea60',
      serialNumber: '0001',
      location: '1-2',
      virtual: false,
    },
  ];
  const json = startCli(['--json', 'ports'], { ports });
  expect(await json.code).toBe(0);
  expect(json.events()).toEqual([{ event: 'port', ...ports[0] }]);
  const text = startCli(['ports'], { ports });
  await text.code;
  expect(text.stdout()).toBe('/dev/ttyUSB0  CP2102  10c4:ea60\n');
});

test('no port at all is no failure, and is said to people only', async () => {
  const cli = startCli(['ports', '--json']);
  expect(await cli.code).toBe(0);
  expect(cli.stdout()).toBe('');
  expect(cli.stderr()).toBe('There is no serial port.\n');
});

test('an app image is told with all its facts and exit 0', async () => {
  const bytes = buildAppImage({ projectName: 'blink', version: '1.2.3' }, sha256);
  const cli = startCli(['image', fileOf(bytes), '--json']);
  expect(await cli.code).toBe(0);
  const [event, ...more] = cli.events();
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    event: 'image',
    kind: 'app',
    problems: [],
    chip: 'ESP32',
    chipId: 0,
    checksum: { valid: true },
    appendedSha256Valid: true,
    fileSha256: hexSha256(bytes),
    sizeBytes: bytes.length,
    projectName: 'blink',
    version: '1.2.3',
  });
  expect(Object.keys(event ?? {})).toEqual(
    expect.arrayContaining([
      'entryPoint',
      'segments',
      'appendedSha256',
      'compileDate',
      'compileTime',
      'idfVersion',
      'appElfSha256',
      'secureVersion',
    ]),
  );
});

test('an image with a wrong bit is told with its facts first and its error last', async () => {
  const bytes = buildAppImage({}, sha256);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  const cli = startCli(['image', fileOf(bytes), '--json']);
  expect(await cli.code).toBe(2);
  expect(cli.events().map(({ event }) => event)).toEqual(['image', 'error']);
  expect(cli.events()[0]).toMatchObject({
    kind: 'app',
    checksum: { valid: false },
    problems: [{ code: 'image/bad-checksum' }, { code: 'image/bad-digest' }],
  });
  expect(cli.events()[1]).toMatchObject({
    code: 'image/bad-checksum',
    message: expect.stringContaining('app.bin'),
  });
});

test.each<[string, Uint8Array | string, string, string]>([
  ['an empty file', '', 'empty', 'image/empty'],
  ['a page', '<!doctype html><html><body>404</body></html>', 'html', 'image/not-an-app'],
  ['an ELF', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1, 0]), 'elf', 'image/not-an-app'],
])('%s is named for what it is and refused', async (_what, bytes, kind, code) => {
  const cli = startCli(['image', fileOf(bytes), '--json']);
  expect(await cli.code).toBe(2);
  expect(cli.events()).toMatchObject([
    { event: 'image', kind },
    { event: 'error', code },
  ]);
});

test('a file that is not there and a folder are refused without facts', async () => {
  const missing = startCli(['image', path.join(tempDir(), 'none.bin'), '--json']);
  expect(await missing.code).toBe(2);
  expect(missing.events()).toMatchObject([{ event: 'error', code: 'image/not-found' }]);
  const folder = startCli(['image', tempDir(), '--json']);
  expect(await folder.code).toBe(2);
  expect(folder.events()).toMatchObject([{ event: 'error', code: 'image/is-directory' }]);
});

test('an image is told to people as a table', async () => {
  const bytes = buildAppImage({ projectName: 'blink', version: '1.2.3' }, sha256);
  const cli = startCli(['image', fileOf(bytes)]);
  expect(await cli.code).toBe(0);
  expect(cli.stdout()).toMatch(/^ {2}version +1\.2\.3$/m);
  expect(cli.stdout()).toMatch(new RegExp(`^ {2}file SHA-256 +${hexSha256(bytes)}$`, 'm'));
});

test('certificates are made once, shown beside a running program, and the CA is exported alone', async () => {
  const dataDir = path.join(tempDir(), 'data');
  const first = startCli(['cert', '--json', '--data-dir', dataDir]);
  expect(await first.code).toBe(0);
  const running = await openDataDir(dataDir, 'window');
  const file = path.join(tempDir(), 'ca_cert.pem');
  const second = startCli(['--data-dir', dataDir, 'cert', '--export', file, '--json']);
  expect(await second.code).toBe(0);
  running.release();
  expect(second.events()[0]).toEqual(first.events()[0]);
  const pem = readFileSync(file, 'utf8');
  expect(pem.match(/-----BEGIN [A-Z ]+-----/g)).toEqual(['-----BEGIN CERTIFICATE-----']);
  const ca = new X509Certificate(pem);
  expect(ca.ca).toBe(true);
  const shown = first.events()[0] as {
    ca: { sha256Fingerprint: string };
    server: { dnsNames: string[]; ipAddresses: string[] };
  };
  expect(shown.ca.sha256Fingerprint).toBe(ca.fingerprint256.replaceAll(':', '').toLowerCase());
  expect(shown.server.dnsNames).toContain('localhost');
  expect(shown.server.ipAddresses).toContain('127.0.0.1');
});

test('a CA that cannot be written is an error that names the file', async () => {
  const file = path.join(tempDir(), 'no', 'folder', 'ca.pem');
  const cli = startCli(['cert', '--export', file, '--json', '--data-dir', tempDir()]);
  expect(await cli.code).toBe(2);
  expect(cli.events().at(-1)).toMatchObject({ event: 'error', code: 'cert/export-failed' });
  expect(cli.events().at(-1)?.message).toContain(file);
});

test('a data directory that cannot be made ends with exit 3', async () => {
  const dataDir = path.join(fileOf('x', 'file'), 'data');
  const cli = startCli(['cert', '--json', '--data-dir', dataDir]);
  expect(await cli.code).toBe(3);
  expect(cli.events()).toMatchObject([{ event: 'error', code: 'data/not-writable' }]);
});

test('a folder without a sound image is not served', async () => {
  const folder = tempDir();
  mkdirSync(path.join(folder, 'sub.bin'));
  writeFileSync(path.join(folder, 'a.bin'), 'text');
  const cli = startCli(['serve', folder, '--json']);
  expect(await cli.code).toBe(2);
  expect(cli.events()).toMatchObject([{ event: 'error', code: 'image/none-found' }]);
  expect(cli.opened).toEqual([]);
});
