import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { History } from '../../electron/core/history/history.ts';
import { pushOf } from '../support/history-pushes.ts';
import { SESSIONS } from '../support/scripted/sessions.ts';
import { median } from './app/median.ts';

/** What a history of 1,000 and of 20,000 updates costs to write, to list, to search and to count. */
const dir = mkdtempSync(path.join(tmpdir(), 'ota-bench-'));
const file = path.join(dir, 'history.db');
const open = () =>
  new History({
    file,
    earlier: () => [],
    onState: () => undefined,
    onDamaged: (keptAs) => process.stdout.write(`damaged: ${keptAs}\n`),
  });

async function took(times: number, work: () => Promise<unknown>): Promise<string> {
  const ms: number[] = [];
  for (let nth = 0; nth < times; nth += 1) {
    const startedMs = performance.now();
    await work();
    ms.push(performance.now() - startedMs);
  }
  return `${median(ms).toFixed(1)} ms median, ${Math.max(...ms).toFixed(1)} worst`;
}

let history = open();
const startedMs = performance.now();
await history.list({}, 0, 1);
process.stdout.write(`opened and made in ${(performance.now() - startedMs).toFixed(0)} ms\n`);
let nth = 0;
const record = () => {
  nth += 1;
  const push = pushOf(`push-${nth}`, {
    deviceId: `bench-${nth % 60}`,
    boardName: `bench-${nth % 60}`,
    imageId: (nth % 40).toString(16).padStart(64, '0'),
    atMs: nth * 1_000,
    durationMs: 15_000 + ((nth * 7_919) % 9_000),
    outcome: nth % 11 === 0 ? 'failed' : 'confirmed',
  });
  return history.record(push, { ...SESSIONS.confirmed(), pushId: push.pushId });
};
for (const count of [1_000, 20_000]) {
  const writing = await took(count - nth, record);
  await history.close();
  history = open();
  const opening = await took(1, () => history.list({}, 0, 1));
  const rows: readonly (readonly [string, string])[] = [
    ['write one', writing],
    ['open', opening],
    ['list 1,000', await took(20, () => history.list({}, 0, 1_000))],
    ['list 200, folded, far back', await took(20, () => history.list({ folded: true }, count - 200, 200))],
    ['search by words', await took(20, () => history.list({ text: 'bench-7 failed' }, 0, 200))],
    ['of one board', await took(20, () => history.list({ deviceId: 'bench-7' }, 0, 200))],
    ['statistics by board', await took(20, () => history.stats('board', {}))],
    ['read one', await took(20, () => history.read(`push-${nth}`))],
    ['file', `${(statSync(file).size / 1e6).toFixed(1)} MB`],
  ];
  process.stdout.write(
    `${count} updates\n${rows.map(([name, text]) => `  ${name.padEnd(28)} ${text}\n`).join('')}`,
  );
}
await history.close();
rmSync(dir, { recursive: true });
