import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';

import type { FirmwareBench } from '../../support/firmware-bench.ts';
import { firmwareBench } from '../../support/firmware-bench.ts';
import { servedImage } from '../../support/served-image.ts';
import { makeTestCredentials } from '../../support/test-credentials.ts';

const work = mkdtempSync(path.join(tmpdir(), 'ota-test-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The client that boards have, built where a C compiler and mbedTLS's headers are at hand. */
const client = path.join(work, 'client');
const compiled = spawnSync('cc', [
  '-o',
  client,
  'test/support/mbedtls-client.c',
  '-lmbedtls',
  '-lmbedx509',
  '-lmbedcrypto',
]);
const run = promisify(execFile);

interface Seen {
  readonly ok: boolean;
  readonly stdout: string;
}

async function ask(
  bench: FirmwareBench,
  host: string,
  caPem: string,
  target = '/firmware/ota_1.bin',
): Promise<Seen> {
  const caFile = path.join(work, 'ca.pem');
  writeFileSync(caFile, caPem);
  return run(client, [caFile, '127.0.0.1', String(bench.port), host, target]).then(
    ({ stdout }) => ({ ok: true, stdout }),
    ({ stdout }: { readonly stdout: string }) => ({ ok: false, stdout }),
  );
}

async function benchWithImage(): Promise<FirmwareBench> {
  const bench = await firmwareBench();
  bench.catalogue.publish(servedImage('ota_1', 700_001), { pushId: null });
  return bench;
}

describe.runIf(compiled.status === 0)("with a board's own TLS library", () => {
  test.each(['127.0.0.1', '127.0.0.2', 'localhost', 'LOCALHOST'])(
    'the image arrives whole at %s',
    async (host) => {
      const bench = await benchWithImage();
      const { ok, stdout } = await ask(bench, host, bench.credentials.caPem);
      expect([ok, stdout]).toEqual([true, expect.stringContaining('received 700001 of 700001')]);
      expect(stdout).toContain('HTTP/1.1 200 OK');
      // An article's board wants 289 bytes of image in its first read of 1,024.
      expect(Number(/first (\d+)/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(289);
      expect(await bench.event('requestEnded')).toMatchObject({ outcome: 'complete', bytes: 700_001 });
    },
  );

  test('a board that expects another host refuses with alert 42', async () => {
    const bench = await benchWithImage();
    const { ok, stdout } = await ask(bench, '10.9.8.7', bench.credentials.caPem);
    expect([ok, stdout]).toEqual([false, expect.stringContaining('returned -0x2700 flags 0x4')]);
    expect(await bench.event('tlsRefused')).toMatchObject({ alert: 42, code: 'tls/host-mismatch' });
  });

  test('a board with another CA refuses with alert 48', async () => {
    const bench = await benchWithImage();
    const { ok, stdout } = await ask(bench, '127.0.0.1', (await makeTestCredentials()).caPem);
    expect([ok, stdout]).toEqual([false, expect.stringContaining('returned -0x2700 flags 0x8')]);
    expect(await bench.event('tlsRefused')).toMatchObject({ alert: 48, code: 'tls/unknown-ca' });
  });

  test('a board with another CA and another host speaks of the host', async () => {
    const bench = await benchWithImage();
    expect((await ask(bench, '10.9.8.7', (await makeTestCredentials()).caPem)).ok).toBe(false);
    expect(await bench.event('tlsRefused')).toMatchObject({ alert: 42, code: 'tls/host-mismatch' });
  });

  test('a path that is not served is a 404 for the board', async () => {
    const bench = await benchWithImage();
    const { stdout } = await ask(bench, '127.0.0.1', bench.credentials.caPem, '/hello_world.bin');
    expect(stdout).toContain('HTTP/1.1 404 Not Found');
  });
});
