import { expect, test } from 'vitest';

import { startAfterWatch, watchEnded, watchEvent, watchTick } from '../../../shared/ota/after-watch.ts';
import type { DeviceEvent } from '../../../shared/ota/device/device-event.ts';

const begun = startAfterWatch('p1', 0x11_0000, 1_000, 60_000);
const after = (...events: DeviceEvent[]) => events.reduce(watchEvent, begun);
const reset = (reason: string): DeviceEvent => ({ kind: 'reset', reason });

test('an image that runs on is stable when the time is over, and not before', () => {
  expect(watchTick(begun, 60_999).state).toBe('watching');
  expect(watchTick(begun, 61_000).state).toBe('stable');
});

test('a crash makes it unstable, and nothing makes it stable again', () => {
  const crashed = after({ kind: 'panic', text: 'abort() was called at PC 0x400d1234' });
  expect(crashed).toMatchObject({ state: 'unstable', error: { code: 'watch/crashed' } });
  expect(watchTick(crashed, 99_999).state).toBe('unstable');
  expect(watchEvent(crashed, reset('POWERON_RESET'))).toBe(crashed);
});

test.each(['TG0WDT_SYS_RESET', 'RTCWDT_RTC_RESET', 'TG1WDT_CPU_RESET', 'INT_WDT'])(
  'a restart by %s is the watchdog',
  (reason) => {
    expect(after(reset(reason))).toMatchObject({ state: 'unstable', error: { code: 'watch/watchdog' } });
  },
);

test.each(['POWERON_RESET', 'EXT_RESET', 'SDIO_RESET', 'RTCWDT_BROWN_OUT_RESET'])(
  'one restart by %s says nothing of the image',
  (reason) => {
    expect(after(reset(reason)).state).toBe('watching');
  },
);

test('three restarts are a loop', () => {
  const reasons = [reset('SW_CPU_RESET'), reset('SW_CPU_RESET'), reset('SW_CPU_RESET')];
  expect(after(...reasons.slice(1)).state).toBe('watching');
  expect(after(...reasons)).toMatchObject({
    state: 'unstable',
    error: { code: 'watch/boot-loop', params: { boots: 3 } },
  });
});

test('another slot is another image; the same slot is the same', () => {
  expect(after({ kind: 'loadedApp', offset: 0x11_0000 }).state).toBe('watching');
  expect(after({ kind: 'loadedApp', offset: 0x21_0000 })).toMatchObject({
    error: { code: 'watch/other-image' },
  });
});

test('the next update ends it without a word on the image', () => {
  expect(watchEnded(begun).state).toBe('ended');
  expect(watchTick(watchEnded(begun), 99_999).state).toBe('ended');
});
