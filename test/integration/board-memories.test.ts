import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { BoardMemories } from '../../electron/core/board/board-memories.ts';
import type { BoardMemory } from '../../shared/contract/board-memory.ts';
import { NO_MEMORY } from '../../shared/contract/board-memory.ts';
import { tempDir } from '../support/temp-dir.ts';

const MEMORY: BoardMemory = {
  mac: '24:0a:c4:00:00:01',
  lastInvalid: { version: '2.0.0', whileRunning: { partition: 'ota_0', version: '1.0.0' } },
  lastRun: { stages: [{ stage: 'confirmed', atMs: 9_000 }], durationMs: 9_000 },
};

function open(file = path.join(tempDir(), 'boards.json')) {
  const troubles: [file: string, detail: string][] = [];
  const memories = new BoardMemories({
    file,
    clock: { nowMs: () => Date.UTC(2026, 0, 2) },
    onTrouble: (...trouble) => void troubles.push(trouble),
  });
  return { file, memories, troubles };
}

test('what is set is there again at the next start', async () => {
  const { file, memories } = open();
  expect(memories.get('board-1')).toBe(NO_MEMORY);
  memories.set('board-1', NO_MEMORY);
  memories.set('board-1', MEMORY);
  memories.set('board-2', { ...NO_MEMORY, mac: 'aa' });
  expect(memories.get('board-1')).toBe(MEMORY);
  await memories.settled();
  const again = open(file);
  expect(again.memories.get('board-1')).toEqual(MEMORY);
  expect(again.memories.get('board-2').mac).toBe('aa');
  expect(again.troubles).toEqual([]);
});

test('no more than 500 boards are kept, and the one that changed longest ago goes', async () => {
  const { file, memories } = open();
  for (let board = 0; board < 500; board += 1) memories.set(`board-${board}`, MEMORY);
  memories.set('board-0', { ...MEMORY, mac: 'changed' });
  memories.set('board-500', MEMORY);
  await memories.settled();
  const kept = open(file).memories;
  expect(kept.get('board-0').mac).toBe('changed');
  expect(kept.get('board-1')).toBe(NO_MEMORY);
  expect(kept.get('board-500')).toEqual(MEMORY);
});

test('an entry that makes no sense is left out, the others stay', () => {
  const { file } = open();
  const boards = { good: MEMORY, bad: { mac: 7 }, worse: null };
  writeFileSync(file, JSON.stringify({ boards }));
  const { memories, troubles } = open(file);
  expect(memories.get('good')).toEqual(MEMORY);
  expect(memories.get('bad')).toBe(NO_MEMORY);
  expect(troubles).toEqual([]);
});

test.each([
  ['cut', '{"boards":{"a":'],
  ['of another kind', '[]'],
  ['with an id that is no folder name', '{"boards":{"../x":{}}}'],
])('a file that is %s is put aside and said', (_, text) => {
  const { file } = open();
  writeFileSync(file, text);
  const { memories, troubles } = open(file);
  expect(memories.get('a')).toBe(NO_MEMORY);
  const keptAs = `${file}.damaged-2026-01-02T00-00-00.000Z`;
  expect(troubles).toMatchObject([[keptAs, expect.any(String)]]);
  expect(existsSync(file)).toBe(false);
  expect(readFileSync(keptAs, 'utf8')).toBe(text);
});

test('a folder that cannot be written is said, and the memory works without it', async () => {
  const dir = path.join(tempDir(), 'data');
  mkdirSync(dir);
  const { memories, troubles, file } = open(path.join(dir, 'none', 'boards.json'));
  memories.set('a', MEMORY);
  await memories.settled();
  expect(memories.get('a')).toBe(MEMORY);
  expect(troubles).toMatchObject([[file, expect.stringContaining('ENOENT')]]);
  expect(readdirSync(dir)).toEqual([]);
});
