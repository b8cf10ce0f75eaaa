import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSerialBinding } from '../../../electron/adapters/serial/serial-binding.ts';
import type { SerialLink, SerialListener } from '../../../electron/core/ports.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import type { PtyPair } from '../../support/pty.ts';
import { openBoardEnd, openPtyPair, until, writeAll } from '../../support/pty.ts';

const binding = createSerialBinding();
const links: SerialLink[] = [];
let pair: PtyPair;
let folder: string;

beforeEach(async () => {
  pair = await openPtyPair();
  folder = await mkdtemp(path.join(tmpdir(), 'ota-serial-'));
});

afterEach(async () => {
  for (const link of links.splice(0)) await link.close();
  await pair.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens a port and keeps what comes. */
async function opened(port = pair.port, baudRate = 115_200) {
  const chunks: Uint8Array[] = [];
  let closings = 0;
  const listener: SerialListener = {
    onBytes: (bytes) => chunks.push(bytes),
    onClosed: () => {
      closings += 1;
    },
  };
  const link = await binding.open(port, baudRate, listener);
  links.push(link);
  return {
    link,
    text: () => Buffer.concat(chunks).toString('latin1'),
    length: () => chunks.reduce((sum, { length }) => sum + length, 0),
    closings: () => closings,
  };
}

async function refusal(port: string, baudRate = 115_200): Promise<WorkbenchError> {
  const error = await opened(port, baudRate).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(WorkbenchError);
  return error as WorkbenchError;
}

describe('a terminal opens', () => {
  test.each([115_200, 921_600, 3_000_000, 1_234_567])(
    'at %i baud, by its link and by its node',
    async (baudRate) => {
      const byLink = await opened(pair.port, baudRate);
      await byLink.link.close();
      const byNode = await opened(pair.portNode, baudRate);
      expect(byNode.link.hasModemLines).toBe(false);
    },
  );

  test('bytes come as they were sent, every value of them', async () => {
    const { text } = await opened();
    const board = await openBoardEnd(pair);
    const bytes = Uint8Array.from({ length: 1_024 }, (_, index) => index % 256);
    await writeAll(board, bytes);
    await until(() => text().length === bytes.length, 'the bytes');
    expect(text()).toBe(Buffer.from(bytes).toString('latin1'));
    await board.close();
  });

  test('what is written reaches the board', async () => {
    const { link } = await opened();
    const board = await openBoardEnd(pair);
    await link.write(Buffer.from('https://192.168.1.5:8002/firmware/ota_1.bin\n'));
    const { buffer, bytesRead } = await board.read(Buffer.alloc(256), 0, 256);
    expect(buffer.toString('utf8', 0, bytesRead)).toBe('https://192.168.1.5:8002/firmware/ota_1.bin\n');
    await board.close();
  });

  test('writes keep their order', async () => {
    const { link } = await opened();
    const board = await openBoardEnd(pair);
    await Promise.all(['a', 'b', 'c', 'd'].map((letter) => link.write(Buffer.from(letter.repeat(50)))));
    let got = '';
    while (got.length < 200) {
      const { buffer, bytesRead } = await board.read(Buffer.alloc(256), 0, 256);
      got += buffer.toString('utf8', 0, bytesRead);
    }
    expect(got).toBe('a'.repeat(50) + 'b'.repeat(50) + 'c'.repeat(50) + 'd'.repeat(50));
    await board.close();
  });

  test('another rate needs no new opening', async () => {
    const { link, text } = await opened();
    await link.setBaudRate?.(74_880);
    const board = await openBoardEnd(pair);
    await writeAll(board, Buffer.from('still here'));
    await until(() => text() === 'still here', 'the bytes');
    await board.close();
  });

  test('it has no modem lines, which only matters to who asks for them', async () => {
    const { link } = await opened();
    await expect(link.setLines({ dtr: false, rts: true })).rejects.toMatchObject({
      code: 'serial/no-modem-lines',
      params: { path: pair.port },
    });
  });
});

describe('a port that does not open says why', () => {
  test('a missing one', async () => {
    expect(await refusal('/dev/ttyUSB99')).toMatchObject({
      code: 'serial/port-not-found',
      params: { path: '/dev/ttyUSB99' },
    });
  });

  test('a path through something that is no folder', async () => {
    expect((await refusal(`${pair.port}/x`)).code).toBe('serial/port-not-found');
  });

  test('a socket', async () => {
    const server = createServer().listen(path.join(folder, 'socket'));
    await once(server, 'listening');
    expect((await refusal(path.join(folder, 'socket'))).code).toBe('serial/not-a-port');
    server.close();
  });

  test('a regular file', async () => {
    const file = path.join(folder, 'image.bin');
    await writeFile(file, 'content');
    expect((await refusal(file)).code).toBe('serial/not-a-port');
  });

  test('a folder', async () => {
    expect((await refusal(folder)).code).toBe('serial/not-a-port');
  });

  test('a character device that is no terminal', async () => {
    expect((await refusal('/dev/null')).code).toBe('serial/not-a-port');
    expect((await refusal('/dev/null', 1_234_567)).code).toBe('serial/not-a-port');
  });

  test('a rate that is none', async () => {
    expect((await refusal(pair.port, 0)).code).toBe('serial/open-failed');
  });

  test('one that is open already, with who holds it', async () => {
    await opened();
    const error = await refusal(pair.portNode);
    expect(error.code).toBe('serial/port-busy');
    expect(error.params.holder).toContain(`PID ${process.pid}`);
  });

  test('one that another program has locked, with its name', async () => {
    const other = spawn('flock', ['--exclusive', pair.portNode, 'sleep', '60'], { stdio: 'ignore' });
    try {
      let error = await refusalOrNull();
      for (let tries = 0; error === null && tries < 50; tries += 1) error = await refusalOrNull();
      expect(error?.code).toBe('serial/port-busy');
      expect(error?.params.holder).toMatch(/^ \((flock|sleep), PID \d+\)$/);
    } finally {
      other.kill('SIGKILL');
    }
  });
});

/** Opens and closes the pair's port; null while nobody has locked it yet. */
async function refusalOrNull(): Promise<WorkbenchError | null> {
  try {
    const { link } = await opened();
    await link.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    return null;
  } catch (thrown) {
    return thrown as WorkbenchError;
  }
}

describe('the end of a connection', () => {
  test('a pulled cable is told once', async () => {
    const { closings, link } = await opened();
    await pair.unplug();
    await until(() => closings() > 0, 'onClosed');
    await link.close();
    expect(closings()).toBe(1);
    await expect(link.write(Buffer.from('x'))).rejects.toMatchObject({ code: 'serial/port-gone' });
    await expect(link.setLines({ dtr: false, rts: false })).rejects.toMatchObject({
      code: 'serial/port-gone',
    });
  });

  test.each([1, 2, 3, 4, 5])('a cable pulled in the middle of a flood is told too (%i)', async () => {
    const { closings, length } = await opened();
    const board = await openBoardEnd(pair);
    const flood = (async () => {
      const chunk = Buffer.alloc(65_536, 'x');
      while (true) await writeAll(board, chunk);
    })().catch(() => {});
    await until(() => length() > 1_000_000, 'the flood');
    await pair.unplug();
    await until(() => closings() > 0, 'onClosed');
    expect(closings()).toBe(1);
    await flood;
    await board.close().catch(() => {});
  });

  test('a write that is under way when the cable is pulled ends as gone', async () => {
    const { link } = await opened();
    // Nobody reads the other end: the kernel's buffers fill and the write cannot end.
    const write = link.write(Buffer.alloc(1_000_000)).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await pair.unplug();
    expect(await write).toMatchObject({ code: 'serial/port-gone' });
  });

  test('closing twice is closing once, tells nobody, and frees the port', async () => {
    const { link, closings } = await opened();
    await Promise.all([link.close(), link.close()]);
    await link.close();
    expect(closings()).toBe(0);
    const again = await opened();
    expect(again.link.hasModemLines).toBe(false);
  });

  test('closing does not wait for bytes nobody takes', async () => {
    const { link } = await opened();
    const write = link.write(Buffer.alloc(1_000_000)).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await link.close();
    expect(await write).toMatchObject({ code: 'serial/port-gone' });
  });

  test('nothing arrives after close', async () => {
    const { link, length } = await opened();
    const board = await openBoardEnd(pair);
    await link.close();
    await writeAll(board, Buffer.from('late'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(length()).toBe(0);
    await board.close();
  });
});

test('the list never fails', async () => {
  for (const port of await binding.list()) {
    expect(port.path).toMatch(/^(\/dev\/|COM\d)/);
    expect(port.label).not.toBe('');
    expect(port.virtual).toBe(false);
  }
});
