import { expect, test } from 'vitest';
import { Run } from '../../../electron/virtual/hardware/run.ts';
import { UartIn } from '../../../electron/virtual/hardware/uart-in.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeBench } from '../../support/virtual-fake.ts';

const run = (): Run => new Run({ clock: new FakeClock(), timeScale: 1, onRestart: () => {} });
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const text = (line: Uint8Array): string => Buffer.from(line).toString('latin1');

test('a line ends at LF, and at CR once the driver is installed', async () => {
  const uart = new UartIn();
  uart.installDriver();
  uart.receive(bytes('one\rtwo\nthree\r\n'));
  const lines = [];
  for (let count = 0; count < 4; count += 1) lines.push(text(await uart.fgets(256, run())));
  expect(lines).toEqual(['one\n', 'two\n', 'three\n', '\n']);
});

test('a line that is too long is given in parts', async () => {
  const uart = new UartIn();
  uart.installDriver();
  uart.receive(bytes(`${'a'.repeat(300)}\n`));
  expect(text(await uart.fgets(256, run()))).toBe('a'.repeat(255));
  expect(text(await uart.fgets(256, run()))).toBe(`${'a'.repeat(45)}\n`);
});

test('before the driver only 128 bytes are held; what comes after them is lost', async () => {
  const uart = new UartIn();
  uart.receive(bytes('a'.repeat(128)));
  uart.receive(bytes('lost\n'));
  uart.installDriver();
  uart.receive(bytes('\n'));
  expect(text(await uart.fgets(256, run()))).toBe(`${'a'.repeat(128)}\n`);
});

test('with the driver 384 bytes are held', async () => {
  const uart = new UartIn();
  uart.installDriver();
  uart.receive(bytes('a'.repeat(400)));
  const first = await uart.fgets(256, run());
  uart.receive(bytes('\n'));
  const second = await uart.fgets(256, run());
  expect([first.length, second.length]).toEqual([255, 384 - 255 + 1]);
});

test('an URL of 254 bytes is taken whole, one of 255 loses its last', async () => {
  for (const [length, kept] of [
    [254, 254],
    [255, 254],
  ] as const) {
    const bench = await fakeBench();
    await bench.clock.advanceAsync(2_000);
    bench.taken();
    await bench.link.write(bytes(`${'x'.repeat(length)}\n`));
    await bench.clock.advanceAsync(10);
    expect(bench.lines()[0]).toMatch(new RegExp(`HTTP_CLIENT: Error parse url x{${kept}}$`));
  }
});

test('an URL sent before the board is ready is read if the FIFO could hold it', async () => {
  const bench = await fakeBench();
  await bench.clock.advanceAsync(300);
  await bench.link.write(bytes('early\n'));
  await bench.clock.advanceAsync(2_000);
  expect(bench.lines().some((line) => line.endsWith('Error parse url early'))).toBe(true);
});

test('CR and LF together leave an empty line behind', async () => {
  const bench = await fakeBench({ wifiFromStdin: true });
  await bench.clock.advanceAsync(500);
  expect(bench.taken()).toContain('example_connect: Please input ssid password:');
  await bench.link.write(bytes('bench secret\r\n'));
  await bench.clock.advanceAsync(2_000);
  const lines = bench.lines();
  expect(lines.some((line) => line.endsWith('Connecting to bench...'))).toBe(true);
  expect(lines.some((line) => /Error parse url $/.test(line))).toBe(true);
});

test('Wi-Fi credentials are compared with the network there is', async () => {
  const bench = await fakeBench({ wifiFromStdin: true, accessPoint: { ssid: 'bench', password: 'right' } });
  await bench.clock.advanceAsync(500);
  await bench.link.write(bytes('bench wrong\n'));
  await bench.clock.advanceAsync(3_000);
  expect(bench.taken()).toContain('Wi-Fi disconnected 15, trying to reconnect...');
});

test('a port opened at another rate gets garbage both ways', async () => {
  const bench = await fakeBench({}, () => {}, 9_600);
  await bench.clock.advanceAsync(2_000);
  const received = bench.taken();
  expect(received.length).toBeGreaterThan(1_000);
  expect(received).not.toMatch(/rst:|boot:|native/);
  await bench.link.write(bytes('x\n'));
  await bench.clock.advanceAsync(100);
  expect(bench.taken()).toBe('');
});

test('a silent console runs all the same', async () => {
  const bench = await fakeBench({ console: 'silent' });
  await bench.clock.advanceAsync(2_000);
  expect(bench.taken()).toBe('');
  expect(bench.board.runningPartition).toBe('factory');
});

test('paced text leaves at the rate of the console', async () => {
  const bench = await fakeBench({ baudPacing: true });
  await bench.clock.advanceAsync(500);
  const half = bench.taken().length;
  expect(half).toBeLessThanOrEqual(11_520 / 2);
  expect(half).toBeGreaterThan(11_520 / 4);
});

test('what is printed in one tick arrives in one piece', async () => {
  const clock = new FakeClock();
  const bench = await fakeBench();
  const sizes: number[] = [];
  await bench.link.close();
  await bench.board.open(115_200, { onBytes: (part) => void sizes.push(part.length), onClosed: () => {} });
  bench.board.pressReset();
  await bench.clock.advanceAsync(1);
  expect(sizes).toHaveLength(1);
  expect(clock.waiting).toBe(0);
});
