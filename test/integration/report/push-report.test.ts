import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';

import { SIGNING_KEY_FILE } from '../../../electron/core/report/open-evidence.ts';
import { knownKeyId } from '../../../electron/core/report/signing-key.ts';
import { verifyReport } from '../../../electron/core/report/verify-report.ts';
import { eachZipEntry } from '../../../electron/core/report/zip-entries.ts';
import type { VirtualBoardOptions } from '../../../electron/virtual/board-options.ts';
import type { HistoryDetails } from '../../../shared/contract/history-values.ts';
import { DEFAULT_REPORT_SETTINGS } from '../../../shared/contract/report-settings.ts';
import { buildAppImage } from '../../../shared/esp/build-image.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import { reportSchema } from '../../../shared/report/report-schema.ts';
import { CoreClient } from '../../support/core-client.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const FAST: Partial<VirtualBoardOptions> = { timeScale: 0.05, wifiBytesPerSecond: null };

let client: CoreClient;
afterEach(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
});

async function push(options: Partial<VirtualBoardOptions> = {}, before?: () => void): Promise<SessionView> {
  client = await CoreClient.open();
  const port = client.virtual.add('bench', { ...FAST, ...options });
  const { deviceId } = await client.call('board.open', { path: port, baudRate: 115_200 });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  before?.();
  const bytes = buildAppImage(
    { projectName: 'native_ota_example', version: '2.0.0', sizeBytes: 200_000, seed: 7 },
    sha256,
  );
  const { imageId } = await client.call('image.add', { fileName: 'native ota.bin', bytes });
  const start = { deviceId, imageId, override: [], reset: false, sendUrl: true, timeoutMs: null };
  const { pushId } = await client.call('push.start', start);
  const state = await client.when(
    'board',
    deviceId,
    ({ session }) => session?.pushId === pushId && session.verdict !== null,
  );
  return state.session as SessionView;
}

/** Resolves once the report is written, or could not be. */
async function kept(view: SessionView): Promise<HistoryDetails> {
  for (;;) {
    const found = await client.call('history.read', { pushId: view.pushId }).catch(() => null);
    if (found !== null && (found.push.reportId === null || found.report?.zip != null)) return found;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

test('a push leaves a folder and a zip with its report, both logs and their digests', async () => {
  const view = await push();
  const { push: row, session, report } = await kept(view);
  expect(row).toMatchObject({ pushId: view.pushId, outcome: 'confirmed', version: '2.0.0', proof: 'digest' });
  expect(session).toEqual(view);
  const folder = report?.folder as string;
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
    'junit.xml',
    'logs',
    'logs/board.raw',
    'logs/server.ndjson',
    'manifest.sha256',
    'report.html',
    'report.json',
  ]);
  expect(
    execFileSync('sha256sum', ['--check', '--strict', 'manifest.sha256'], { cwd: folder }).toString(),
  ).toBe(
    ['junit.xml', 'logs/board.raw', 'logs/server.ndjson', 'report.html', 'report.json']
      .map((name) => `${name}: OK\n`)
      .join(''),
  );
  const written = reportSchema.parse(JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8')));
  const [one] = written.cases;
  expect(one?.outcome).toBe('confirmed');
  expect(one?.preflight.map(({ name }) => name)).toContain('certificate');
  expect(one?.progress?.samples.at(-1)).toMatchObject({ deliveredBytes: 200_000 });
  expect(one?.image?.fileSha256).toBe(view.image.imageId);
  expect(written.certificates?.ca.sha256Fingerprint).toMatch(/^[0-9a-f:]{64,95}$/i);
});

test('the board’s log in the report is the bytes of its segments, exactly', async () => {
  const view = await push();
  const { report } = await kept(view);
  const { logs } = reportSchema.parse(
    JSON.parse(readFileSync(path.join(report?.folder ?? '', 'report.json'), 'utf8')),
  ).cases[0] ?? { logs: null };
  const raw = readFileSync(path.join(report?.folder ?? '', 'logs/board.raw'));
  const segments = path.join(client.dataDir, 'logs', view.deviceId);
  const whole = Buffer.concat(
    readdirSync(segments)
      .filter((name) => name.endsWith('.raw'))
      .sort()
      .map((name) => readFileSync(path.join(segments, name))),
  );
  const { fromOffset = -1, pushOffset = -1, toOffset = -1, missingBytes } = logs?.board ?? {};
  expect(missingBytes).toBe(0);
  expect(raw.equals(whole.subarray(fromOffset, toOffset))).toBe(true);
  expect(raw.toString('latin1')).toContain('Diagnostics completed successfully');
  // What ran before rests on the start before the update.
  const before = raw.subarray(0, (pushOffset ?? 0) - fromOffset).toString('latin1');
  expect(before).toMatch(/^rst:0x1 \(POWERON_RESET\)/);
  expect(before).toContain(view.before.sha256);
  expect(before).toContain('App version:      1.0.0');
  const events = readFileSync(path.join(report?.folder ?? '', 'logs/server.ndjson'), 'utf8')
    .trim()
    .split('\n');
  const kinds = events.map((line) => (JSON.parse(line) as { kind: string }).kind);
  expect(kinds).toEqual(
    expect.arrayContaining(['connected', 'tlsEstablished', 'requestStarted', 'requestEnded']),
  );
  expect(logs?.server?.events).toBe(events.length);
});

test('a report that cannot be written is said by code; verdict and history stand', async () => {
  const view = await push({}, () => {
    // A file where the reports' folder should be.
    execFileSync('rm', ['-r', path.join(client.dataDir, 'reports')]);
    writeFileSync(path.join(client.dataDir, 'reports'), '');
  });
  expect(view.verdict?.outcome).toBe('confirmed');
  const { reportError } = await client.when('history', null, (state) => state.reportError !== null);
  expect(reportError?.code).toBe('report/not-writable');
  expect((await client.call('history.read', { pushId: view.pushId })).push).toMatchObject({
    outcome: 'confirmed',
    reportId: null,
  });
  const { entries } = await client.call('log.read', { deviceId: view.deviceId, fromSeq: 0, limit: 5_000 });
  expect(
    entries.some(({ source, text }) => source === 'workbench' && text.startsWith('report/not-writable')),
  ).toBe(true);
});

test('a failed push is listed, found and compared with another', async () => {
  const view = await push({ newImage: 'diagnosticsFail' });
  await kept(view);
  const page = await client.call('history.list', { offset: 0, limit: 10, text: 'native_ota' });
  expect(page.total).toBe(1);
  const stats = await client.call('history.stats', { by: 'board' });
  expect(stats).toHaveLength(1);
  const same = await client.call('history.compare', { a: view.pushId, b: view.pushId });
  expect(same.facts.every((fact) => fact.same)).toBe(true);
});

test('with signing on, a report is signed by this installation, and no key is in it', async () => {
  const view = await push(
    {},
    () => void client.call('settings.update', { reports: { ...DEFAULT_REPORT_SETTINGS, sign: true } }),
  );
  const { report } = await kept(view);
  const installation = knownKeyId(path.join(client.dataDir, 'certs', SIGNING_KEY_FILE));
  const { result, signature } = await verifyReport(report?.zip ?? '', { installation, asked: installation });
  expect([result, signature.state, signature.key]).toEqual(['unchanged', 'valid', 'asked']);
  const secrets = keyMaterial(path.join(client.dataDir, 'certs'));
  expect(secrets.length).toBeGreaterThanOrEqual(9);
  const names: string[] = [];
  await eachZipEntry(report?.zip ?? '', async (name, stream) => {
    names.push(name);
    const parts: Uint8Array[] = [];
    for await (const part of stream) parts.push(part as Uint8Array);
    const text = Buffer.concat(parts).toString('latin1');
    expect(text).not.toMatch(/PRIVATE KEY|BEGIN CERTIFICATE/);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
  expect(names).toHaveLength(8);
});

/** What only a key's owner knows, as it would stand in a file: the middle of each key in DER, in hex and in base64. */
function keyMaterial(certs: string): readonly string[] {
  const texts = readdirSync(certs, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'));
  return texts.flatMap((text) => {
    if (!text.includes('PRIVATE KEY')) return [];
    const der = createPrivateKey(text).export({ type: 'pkcs8', format: 'der' });
    // A multiple of three, so that base64 of the whole has it at the same place.
    const at = Math.floor(der.length / 6) * 3;
    const middle = der.subarray(at, at + 18);
    return [middle.toString('latin1'), middle.toString('hex'), middle.toString('base64')];
  });
}
