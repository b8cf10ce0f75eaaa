import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { buildAppImage } from '../../shared/esp/build-image.ts';
import { startCli } from '../support/cli-world.ts';
import { CoreClient } from '../support/core-client.ts';
import { sha256 } from '../support/digests.ts';
import { EC_CA_PEM } from '../support/sample-certificates.ts';
import { tempDir } from '../support/temp-dir.ts';

function fileOf(bytes: Uint8Array | string, name = 'app.bin'): string {
  const file = path.join(tempDir(), name);
  writeFileSync(file, bytes);
  return file;
}

/** An ELF as far as its first bytes tell, with a text in it. */
const elfWith = (text: string): Uint8Array<ArrayBuffer> =>
  Buffer.concat([
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1, 0]),
    Buffer.alloc(5_000, 7),
    Buffer.from(`${text}\0`),
  ]);

test('the command line tells whether a firmware has this bench’s CA', async () => {
  const dataDir = tempDir();
  const export_ = path.join(tempDir(), 'ca_cert.pem');
  expect(await startCli(['cert', '--data-dir', dataDir, '--export', export_]).code).toBe(0);
  const caPem = readFileSync(export_, 'utf8');
  const inFirmware = async (file: string) => {
    const cli = startCli(['cert', 'in-firmware', file, '--data-dir', dataDir, '--json']);
    return { code: await cli.code, event: cli.events()[0] };
  };
  const equal = await inFirmware(fileOf(buildAppImage({ caPem }, sha256)));
  expect(equal).toMatchObject({
    code: 0,
    event: {
      event: 'inFirmware',
      kind: 'app',
      comparison: 'equal',
      certificates: [{ form: 'pemText', isCa: true }],
    },
  });
  expect(await inFirmware(fileOf(elfWith(EC_CA_PEM), 'app.elf'))).toMatchObject({
    code: 1,
    event: {
      kind: 'elf',
      comparison: 'different',
      certificates: [{ offset: 5_008, subject: 'C=DE, O=Wörk, CN=P-256 Test CA' }],
    },
  });
  expect(await inFirmware(fileOf(buildAppImage({}, sha256)))).toMatchObject({
    code: 0,
    event: { comparison: 'none', certificates: [] },
  });
  expect(await inFirmware(fileOf('<!DOCTYPE html><html></html>'))).toMatchObject({
    code: 2,
    event: { event: 'error', code: 'image/not-an-app' },
  });
});

test('people read what was found, and where', async () => {
  const dataDir = tempDir();
  const app = fileOf(buildAppImage({ caPem: EC_CA_PEM }, sha256));
  const cli = startCli(['cert', 'in-firmware', app, '--data-dir', dataDir]);
  expect(await cli.code).toBe(1);
  expect(cli.stdout()).toMatch(
    /^0x000120 {2}C=DE, O=Wörk, CN=P-256 Test CA {2}CA {2}until 2126-10-30\n {2}PEM text {2}SHA-256 [0-9a-f]{64}\n/,
  );
  expect(cli.stdout()).toContain('It trusts others and not this bench');
  const image = startCli(['image', app]);
  expect(await image.code).toBe(0);
  expect(image.stdout()).toMatch(/ {2}Certificates +0x000120 {2}C=DE, O=Wörk, CN=P-256 Test CA/);
});

test('the core answers the same, and tries its own server', async () => {
  const client = await CoreClient.open();
  onTestFinished(() => client.close());
  const { pem } = await client.call('certificates.caPem', {});
  const found = await client.call('certificates.inFirmware', { fileName: 'app.elf', bytes: elfWith(pem) });
  expect(found).toMatchObject({ kind: 'elf', comparison: 'equal' });
  await expect(
    client.call('certificates.inFirmware', { fileName: 'a.zip', bytes: Buffer.from('PK\x03\x04 and more') }),
  ).rejects.toMatchObject({ code: 'image/not-an-app' });
  const test = await client.call('certificates.selfTest', { host: null });
  expect(test).toMatchObject({ kind: 'judged', through: '127.0.0.1' });
  expect(test.kind === 'judged' && test.verdicts.flatMap(({ problems }) => problems)).toEqual([]);
  const named = await client.call('certificates.selfTest', { host: 'bench.localhost' });
  expect(named.kind === 'judged' && named.verdicts.flatMap(({ problems }) => problems)).toEqual([]);
  expect(client.serverEvents).toEqual([]);
  expect(client.state('requests')).toEqual([]);
});
