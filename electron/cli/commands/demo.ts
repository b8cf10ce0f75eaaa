import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { buildAppImage } from '../../../shared/esp/build-image.ts';
import type { CoreClient } from '../client.ts';
import type { CommandContext } from '../context.ts';
import type { VerdictEvent } from '../events.ts';
import { EXIT } from '../exit-code.ts';
import { followUpdate } from '../follow-update.ts';
import { withCore } from '../with-core.ts';

const LOOPBACK = '127.0.0.1';
const IMAGE_BYTES = 512 * 1024;
/** The example's five seconds say nothing more than these. */
const DIAGNOSTICS_MS = 1_500;

/**
 * `demo`: a virtual board is updated with an image made here, then offered a corrupted one past the pre-flight.
 * Nothing but loopback is used; without `--data-dir` nothing is kept.
 */
export async function runDemo(context: CommandContext): Promise<number> {
  const { out } = context;
  const dataDir = context.dataDirGiven
    ? context.dataDir
    : mkdtempSync(path.join(tmpdir(), 'ota-workbench-demo-'));
  try {
    const server = { port: await freePort(), bind: LOOPBACK };
    const tell = async (client: CoreClient): Promise<number> => {
      await client.call('server.start', {});
      const { pem: caPem } = await client.call('certificates.caPem', {});
      const { deviceId } = await client.call('board.open', { path: 'virtual:demo', baudRate: 115_200 });
      out.emit({ event: 'demo', step: 'goodImage', asExpected: null });
      const good = await push(context, client, deviceId, 'demo-good.bin', goodImage(caPem));
      if (context.stop.asked) return EXIT.board;
      out.emit({ event: 'demo', step: 'corruptImage', asExpected: null });
      const corrupt = await push(context, client, deviceId, 'demo-corrupt.bin', corruptImage(caPem));
      const asExpected = good.outcome === 'confirmed' && isJudgedByBoard(corrupt);
      out.emit({ event: 'demo', step: 'done', asExpected });
      return asExpected ? EXIT.done : EXIT.board;
    };
    const quick = { virtualDiagnosticsMs: DIAGNOSTICS_MS };
    return await withCore({ ...context, dataDir }, 'cli', server, tell, quick);
  } finally {
    if (!context.dataDirGiven) rmSync(dataDir, { recursive: true, force: true });
  }
}

async function push(
  context: CommandContext,
  client: CoreClient,
  deviceId: string,
  fileName: string,
  image: Uint8Array,
): Promise<VerdictEvent> {
  const { imageId, facts } = await client.call('image.add', { fileName, bytes: new Uint8Array(image) });
  const offer = {
    deviceId,
    version: facts.version,
    sha256: facts.partitionSha256,
    startedAtMs: Date.now(),
  };
  const verdict = await followUpdate(
    context,
    client,
    { deviceId, imageId, override: 'all', reset: true, sendUrl: true, timeoutMs: null },
    offer,
  );
  context.out.emit(verdict);
  return verdict;
}

function isJudgedByBoard({ outcome, code }: VerdictEvent): boolean {
  return (outcome === 'refused' || outcome === 'failed') && code !== null && !code.startsWith('preflight/');
}

/** Images that trust this bench, as a build with its ca_cert.pem does. */
function goodImage(caPem: string): Uint8Array {
  return buildAppImage(
    { projectName: 'native_ota', version: '2.0.0', sizeBytes: IMAGE_BYTES, seed: 2, caPem },
    sha256,
  );
}

/** One bit in its middle is wrong; header and descriptor are sound. */
function corruptImage(caPem: string): Uint8Array {
  const bytes = buildAppImage(
    { projectName: 'native_ota', version: '3.0.0', sizeBytes: IMAGE_BYTES, seed: 3, caPem },
    sha256,
  );
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  return bytes;
}

function sha256(data: Uint8Array): Uint8Array {
  return createHash('sha256').update(data).digest();
}

/** The usual port may be a running program's. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
