import { execFile, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { arrange } from '../../../electron/core/tls/brought/arrange.ts';
import { pairOf } from '../../../electron/core/tls/brought/brought-store.ts';
import { pemBlocks } from '../../../electron/core/tls/brought/pem-blocks.ts';
import { readBroughtFiles } from '../../../electron/core/tls/brought/read-files.ts';
import { judgeForBoards } from '../../../shared/x509/judge-chain.ts';
import { readX509 } from '../../../shared/x509/x509-facts.ts';
import { broughtFolder } from '../../support/brought-files.ts';
import type { FirmwareBench } from '../../support/firmware-bench.ts';
import { firmwareBench } from '../../support/firmware-bench.ts';
import { hasOpenSsl } from '../../support/openssl.ts';
import { servedImage } from '../../support/served-image.ts';
import type { TestCredentials } from '../../support/test-credentials.ts';
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

/** What a bench may be set to: the key of its certificate, and records of any size or small ones. */
const WAYS = [
  { name: 'RSA', leaf: 'rsa2048', recordBytes: null },
  { name: 'P-256', leaf: 'p256', recordBytes: null },
  { name: 'P-256 and small records', leaf: 'p256', recordBytes: 1_024 },
  { name: 'RSA and small records', leaf: 'rsa2048', recordBytes: 1_024 },
] as const;

let credentials: Readonly<Record<'rsa2048' | 'p256', TestCredentials>>;
let foreign: TestCredentials;
beforeAll(async () => {
  const made = [makeTestCredentials('rsa2048'), makeTestCredentials('p256'), makeTestCredentials()] as const;
  const [rsa2048, p256, other] = await Promise.all(made);
  credentials = { rsa2048, p256 };
  foreign = other;
});

async function benchWithImage(way: (typeof WAYS)[number] = WAYS[0]): Promise<FirmwareBench> {
  const bench = await firmwareBench({
    credentials: credentials[way.leaf],
    recordBytes: () => way.recordBytes,
  });
  bench.catalogue.publish(servedImage('ota_1', 700_001), { pushId: null });
  return bench;
}

describe.runIf(compiled.status === 0)("with a board's own TLS library", () => {
  describe.each(WAYS)('$name', (way) => {
    test.each(['127.0.0.1', '127.0.0.2', 'localhost', 'LOCALHOST'])(
      'the image arrives whole at %s',
      async (host) => {
        const bench = await benchWithImage(way);
        const { ok, stdout } = await ask(bench, host, bench.credentials.caPem);
        expect([ok, stdout]).toEqual([true, expect.stringContaining('received 700001 of 700001')]);
        expect(stdout).toContain('HTTP/1.1 200 OK');
        expect(stdout).toContain(way.leaf === 'p256' ? 'ECDHE-ECDSA' : 'ECDHE-RSA');
        // An article's board wants 289 bytes of image in its first read of 1,024.
        expect(Number(/first (\d+)/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(289);
        expect(await bench.event('requestEnded')).toMatchObject({ outcome: 'complete', bytes: 700_001 });
      },
    );

    test('a board that expects another host refuses with alert 42', async () => {
      const bench = await benchWithImage(way);
      const { ok, stdout } = await ask(bench, '10.9.8.7', bench.credentials.caPem);
      expect([ok, stdout]).toEqual([false, expect.stringContaining('returned -0x2700 flags 0x4')]);
      expect(await bench.event('tlsRefused')).toMatchObject({ alert: 42, code: 'tls/host-mismatch' });
    });

    test('a board with another CA refuses with alert 48', async () => {
      const bench = await benchWithImage(way);
      const { ok, stdout } = await ask(bench, '127.0.0.1', foreign.caPem);
      expect([ok, stdout]).toEqual([false, expect.stringContaining('returned -0x2700 flags 0x8')]);
      expect(await bench.event('tlsRefused')).toMatchObject({ alert: 48, code: 'tls/unknown-ca' });
    });
  });

  test('a board with another CA and another host speaks of the host', async () => {
    const bench = await benchWithImage();
    expect((await ask(bench, '10.9.8.7', foreign.caPem)).ok).toBe(false);
    expect(await bench.event('tlsRefused')).toMatchObject({ alert: 42, code: 'tls/host-mismatch' });
  });

  test('a path that is not served is a 404 for the board', async () => {
    const bench = await benchWithImage();
    const { stdout } = await ask(bench, '127.0.0.1', bench.credentials.caPem, '/hello_world.bin');
    expect(stdout).toContain('HTTP/1.1 404 Not Found');
  });

  describe.runIf(hasOpenSsl)('certificates that were brought along', () => {
    const folder = broughtFolder(work);
    const SAN = 'subjectAltName=IP:127.0.0.1,DNS:127.0.0.1';
    beforeAll(() => {
      folder.selfSigned('root', ['-addext', 'keyUsage=critical,keyCertSign']);
      folder.signed('between', 'root', { extensions: ['basicConstraints=critical,CA:TRUE'] });
      folder.signed('deep', 'between', { extensions: [SAN] });
      folder.selfSigned('self', ['-addext', SAN]);
      folder.selfSigned('weak', ['-addext', SAN, '-sha1']);
    });

    /** What the client says to them, trusting `ca`; and what this program says would come of it. */
    async function both(names: readonly string[], ca: string, leafOnly: boolean) {
      const files = names.map((name) => folder.file(name));
      const pair = pairOf(arrange(await readBroughtFiles(files, null)));
      const caPem = folder.text(ca);
      const shown = { ...(leafOnly ? pair.leafOnly : pair.credentials), caPem };
      const bench = await firmwareBench({ credentials: shown });
      bench.catalogue.publish(servedImage('ota_1', 5_000), { pushId: null });
      const { stdout } = await ask(bench, '127.0.0.1', caPem);
      const chain = new X509Certificate(caPem);
      const trusted = readX509(chain.raw);
      const verdicts = judgeForBoards({
        chain: pemBlocks(Buffer.from(shown.certPem)).flatMap(
          ({ text }) => readX509(new X509Certificate(text).raw) ?? [],
        ),
        trusted: trusted === null ? [] : [trusted],
        host: '127.0.0.1',
        nowMs: Date.now(),
        isSignedBy: (child, parent) =>
          new X509Certificate(child.der).verify(new X509Certificate(parent.der).publicKey),
      });
      const flags = /flags (0x[0-9A-F]+)/.exec(stdout)?.[1] ?? null;
      return [stdout.includes('received 5000 of 5000'), flags, verdicts[0]?.problems];
    }

    test.each([
      ['a chain by its root', ['deep.pem', 'deep.key', 'between.pem'], 'root.pem', false, [true, null, []]],
      [
        'a leaf without its chain by the root',
        ['deep.pem', 'deep.key', 'between.pem'],
        'root.pem',
        true,
        [false, '0x8', ['unknownCa']],
      ],
      ['a leaf by the CA that signed it', ['deep.pem', 'deep.key'], 'between.pem', true, [true, null, []]],
      ['a self-signed pair by itself', ['self.pem', 'self.key'], 'self.pem', false, [true, null, []]],
      [
        'a self-signed pair with SHA-1',
        ['weak.pem', 'weak.key'],
        'weak.pem',
        false,
        [false, '0x4000', ['signature']],
      ],
    ] as const)('%s: the library and this program agree', async (_name, names, ca, leafOnly, expected) => {
      expect(await both(names, ca, leafOnly)).toEqual(expected);
    });
  });
});
