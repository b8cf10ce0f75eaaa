import { expect, test } from 'vitest';

import { PortWatch } from '../../../electron/core/board/port-watch.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakePorts, usbPort } from '../../support/fake-ports.ts';

function watched(ports = new FakePorts(), clock = new FakeClock()) {
  const told: string[][] = [];
  const problems: string[][] = [];
  const watch = new PortWatch({
    clock,
    binding: ports,
    onPorts: (list) => told.push(list.map(({ path }) => path)),
    onProblems: (list) => problems.push(list.map(({ code }) => code)),
  });
  watch.start();
  return { clock, ports, told, problems, watch };
}

test('where the system tells of changes, ports are listed at the start and at each change, never in between', async () => {
  const { clock, ports, told } = watched();
  await clock.advanceAsync(3_600_000);
  expect(ports.lists).toBe(1);
  ports.plug(usbPort());
  await clock.advanceAsync(200);
  expect(told.at(-1)).toEqual(['/dev/ttyUSB0']);
  ports.pull('/dev/ttyUSB0');
  await clock.advanceAsync(200);
  expect(told).toEqual([[], ['/dev/ttyUSB0'], []]);
  expect(ports.lists).toBe(3);
});

test('several changes of one plug are one listing', async () => {
  const { clock, ports } = watched();
  await clock.advanceAsync(0);
  for (let change = 0; change < 20; change += 1) ports.plug(usbPort());
  await clock.advanceAsync(1_000);
  expect(ports.lists).toBe(2);
});

test.each([0, 300])(
  'elsewhere a port shows within two seconds, where a listing takes %i ms',
  async (listingMs) => {
    const silent = new FakePorts();
    silent.watches = false;
    const clock = new FakeClock();
    // What is listed is what was there when the listing began.
    const list = async () => {
      const present = await silent.list();
      if (listingMs > 0) await new Promise<void>((resolve) => clock.after(listingMs, resolve));
      return present;
    };
    const { told } = watched(Object.assign(Object.create(silent) as FakePorts, { list }), clock);
    for (let plug = 0; plug < 40; plug += 1) {
      await clock.advanceAsync(1_000 + plug * 37);
      silent.plug(usbPort());
      await clock.advanceAsync(2_000);
      expect(told.at(-1)).toEqual(['/dev/ttyUSB0']);
      silent.pull('/dev/ttyUSB0');
      await clock.advanceAsync(4_000);
    }
  },
);

test('what is plugged in and gives no port is told once its driver has had its time', async () => {
  const { clock, problems, ports } = watched(
    Object.assign(new FakePorts(), {
      problems: () => Promise.resolve([{ code: 'serial/brltty', params: {} }] as const),
    }),
  );
  await clock.advanceAsync(2_000);
  expect(problems).toEqual([]);
  await clock.advanceAsync(2_000);
  expect(problems).toEqual([['serial/brltty']]);
  ports.plug(usbPort());
  await clock.advanceAsync(10_000);
  expect(problems).toHaveLength(1);
});

test('a watch that was stopped tells and waits no more', async () => {
  const { clock, ports, told, watch } = watched();
  await clock.advanceAsync(0);
  watch.stop();
  ports.plug(usbPort());
  await clock.advanceAsync(10_000);
  expect(told).toEqual([[]]);
  expect(clock.waiting).toBe(0);
});
