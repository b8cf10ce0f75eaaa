import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';

import type { JournalEntry } from '../../electron/core/session/session-journal.ts';
import { SessionJournal } from '../../electron/core/session/session-journal.ts';
import { takeUp } from '../../electron/core/session/take-up.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import type { Stage } from '../../shared/ota/stage.ts';
import { CoreClient } from '../support/core-client.ts';
import { DOWNLOAD, NEW_BOOT, OLD_BOOT, SessionDriver } from '../support/session-driver.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const bytes = buildAppImage(
  { projectName: 'native_ota_example', version: '2.0.0', sizeBytes: 400_000, seed: 7 },
  sha256,
);

const open: CoreClient[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const client of open.splice(0)) await client.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The data of a program as a power cut leaves it while an update stands at a stage. */
async function cutAt(stage: Stage): Promise<{ dataDir: string; imageId: string; pushId: string }> {
  const client = await CoreClient.open();
  open.push(client);
  const port = client.virtual.add('cut', { timeScale: 0.05, wifiBytesPerSecond: 20_000 });
  const { deviceId } = await client.call('board.open', { path: port, baudRate: 115_200 });
  const { imageId } = await client.call('image.add', { fileName: 'app.bin', bytes });
  const start = { deviceId, imageId, override: [], reset: false, sendUrl: true, timeoutMs: null };
  const { pushId } = await client.call('push.start', start);
  const reached = ({ session }: { session: { stages: readonly { stage: Stage }[] } | null }): boolean =>
    session?.stages.some((each) => each.stage === stage) === true;
  await client.when('board', deviceId, reached, 30_000);
  // What the log and the journal hold back is written within 200 ms.
  await new Promise((resolve) => setTimeout(resolve, 250));
  const dataDir = mkdtempSync(path.join(tmpdir(), 'ota-cut-'));
  folders.push(dataDir);
  cpSync(client.dataDir, dataDir, {
    recursive: true,
    filter: (file) => !path.basename(file).startsWith('lock'),
  });
  return { dataDir, imageId, pushId };
}

test('an update whose program died in mid-download is unknown at the next start, and shown on its board', async () => {
  const { dataDir, imageId, pushId } = await cutAt('writing');
  const client = await CoreClient.open({ dataDir });
  open.push(client);
  const record = { pushId, outcome: 'unknown', code: 'host/ended' };
  expect((await client.call('image.read', { imageId })).pushes).toMatchObject([record]);
  const { deviceId } = await client.call('board.open', { path: 'virtual:cut', baudRate: 115_200 });
  const { session } = await client.when('board', deviceId, (state) => state.session !== null);
  expect(session).toMatchObject({ pushId, verdict: { outcome: 'unknown', proof: null } });
  await client.core.stop();
  expect(readdirSync(path.join(dataDir, 'journal'))).toEqual([]);
});

/** A log folder that holds these lines, and the journal's entry of an update that stood before them. */
function left(run: SessionDriver, lines: string): { entry: JournalEntry; logs: string } {
  const logs = mkdtempSync(path.join(tmpdir(), 'ota-logs-'));
  folders.push(logs);
  const folder = path.join(logs, run.session.view.deviceId);
  mkdirSync(folder);
  const before = 'I (10) earlier: line\r\n';
  writeFileSync(path.join(folder, '20261122T120000Z-0001.raw'), before);
  writeFileSync(path.join(folder, '20261122T120001Z-0002.raw'), lines.replaceAll('\n', '\r\n'));
  return { entry: JSON.parse(JSON.stringify({ session: run.session, offset: before.length })), logs };
}

const restarting = () => new SessionDriver().before(OLD_BOOT).start().after(200).board(DOWNLOAD);
const CONFIRMED =
  'I (6308) native_ota_example: Diagnostics completed successfully! Continuing execution ...\n';

test('what the board had said before the program died decides: a confirmation on disk is one', async () => {
  const { entry, logs } = left(
    restarting(),
    `${NEW_BOOT}\nI (1303) native_ota_example: Diagnostics (5 sec)...\n${CONFIRMED}`,
  );
  const { verdict } = (await takeUp(entry, logs)).view;
  expect(verdict).toMatchObject({ outcome: 'confirmed', proof: 'digest', equalDigestBytes: 32 });
});

test('a log that breaks off before the confirmation is unknown, whatever ran then', async () => {
  const { entry, logs } = left(restarting(), NEW_BOOT);
  const { verdict } = (await takeUp(entry, logs)).view;
  expect(verdict).toMatchObject({ outcome: 'unknown', error: { code: 'host/ended' } });
});

test('a log that is gone is unknown', async () => {
  const { entry } = left(restarting(), CONFIRMED);
  expect((await takeUp(entry, '/nowhere')).view.verdict?.outcome).toBe('unknown');
});

test('a journal that was torn is passed over and removed', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'ota-journal-'));
  folders.push(dir);
  writeFileSync(path.join(dir, 'torn.json'), '{"session":{"view":');
  const journal = new SessionJournal({
    dir,
    evidenceKept: () => Promise.resolve(),
    onTrouble: () => undefined,
  });
  expect(await journal.readAll()).toEqual([]);
  expect(readdirSync(dir)).toEqual([]);
});
