import { expect, test } from 'vitest';

import { decodeSendBuffer, socketLayout } from '../../../electron/adapters/socket-layouts.ts';

const number32 = (value: number): DataView => {
  const view = new DataView(new ArrayBuffer(4));
  view.setInt32(0, value, true);
  return view;
};

test('Linux and macOS have a way to their socket buffers; where Node has no descriptor there is none', () => {
  expect(socketLayout('linux', 'x64')?.waiting).toEqual({ by: 'ioctl', request: 0x5411 });
  expect(socketLayout('linux', 'arm64')).toEqual(socketLayout('linux', 'x64'));
  expect(socketLayout('darwin', 'arm64')?.waiting).toEqual({ by: 'option', option: 0x1024 });
  // MIPS and others number their options otherwise.
  expect(socketLayout('linux', 'mips')).toBeNull();
  expect(socketLayout('win32', 'x64')).toBeNull();
});

test('Linux tells what was acknowledged and what waits', () => {
  const layout = socketLayout('linux', 'x64');
  if (layout === null) throw new Error('no layout');
  const info = new DataView(new ArrayBuffer(128));
  info.setBigUint64(120, 6_000_000_000n, true);
  expect(decodeSendBuffer(layout, number32(1_234), info, 128)).toEqual({
    acknowledgedBytes: 6_000_000_000,
    waitingBytes: 1_234,
    peerWindowBytes: null,
  });
  // Before Linux 4.1 the structure ends earlier.
  expect(decodeSendBuffer(layout, number32(1_234), info, 104)).toBeNull();
  expect(decodeSendBuffer(layout, number32(1_234), null, 0)).toBeNull();
});

test('Linux tells the window of the peer since 5.4', () => {
  const layout = socketLayout('linux', 'x64');
  if (layout === null) throw new Error('no layout');
  const info = new DataView(new ArrayBuffer(layout.info?.bytes ?? 0));
  info.setUint32(228, 5_760, true);
  expect(decodeSendBuffer(layout, number32(0), info, 232)?.peerWindowBytes).toBe(5_760);
  expect(decodeSendBuffer(layout, number32(0), info, 228)?.peerWindowBytes).toBeNull();
});

test('macOS tells what waits alone', () => {
  const layout = socketLayout('darwin', 'arm64');
  if (layout === null) throw new Error('no layout');
  expect(decodeSendBuffer(layout, number32(70_000), null, 0)).toEqual({
    acknowledgedBytes: null,
    waitingBytes: 70_000,
    peerWindowBytes: null,
  });
  expect(decodeSendBuffer(layout, number32(-1), null, 0)).toBeNull();
});
