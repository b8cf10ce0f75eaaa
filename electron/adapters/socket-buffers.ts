import type { SocketBuffers } from '../core/ports.ts';
import type { SocketLayout } from './socket-layouts.ts';
import { decodeSendBuffer, socketLayout } from './socket-layouts.ts';

/** What is used of koffi, which calls functions of the C library. */
interface Library {
  func(prototype: string): (...parameters: unknown[]) => number;
}

/** Socket buffers by the system calls of Linux and macOS; null on other systems, or where koffi is not installed. */
export async function loadSocketBuffers(): Promise<SocketBuffers | null> {
  const layout = socketLayout(process.platform, process.arch);
  if (layout === null) return null;
  try {
    const { default: koffi } = await import('koffi');
    return systemSocketBuffers(koffi.load(null) as Library, layout);
  } catch {
    return null;
  }
}

function systemSocketBuffers(library: Library, layout: SocketLayout): SocketBuffers {
  const setOption = library.func('int setsockopt(int, int, int, const void *, uint32_t)');
  const getOption = library.func('int getsockopt(int, int, int, void *, void *)');
  // Its third parameter is one of any number, which are passed in another way on Apple's own processors.
  const control =
    layout.waiting.by === 'ioctl' ? library.func('int ioctl(int, unsigned long, void *)') : null;
  const info = layout.info === null ? null : Buffer.alloc(layout.info.bytes);
  const waiting = Buffer.alloc(4);
  const value = Buffer.alloc(4);
  const length = Buffer.alloc(4);
  const infoView = info === null ? null : viewOf(info);
  const waitingView = viewOf(waiting);

  const set = (descriptor: number, option: number, bytes: number): void => {
    value.writeInt32LE(bytes);
    setOption(descriptor, layout.socketLevel, option, value, value.length);
  };
  const get = (descriptor: number, level: number, option: number, into: Buffer): boolean => {
    length.writeUInt32LE(into.length);
    return getOption(descriptor, level, option, into, length) === 0;
  };
  const readWaiting = (descriptor: number): boolean =>
    layout.waiting.by === 'ioctl'
      ? control?.(descriptor, layout.waiting.request, waiting) === 0
      : get(descriptor, layout.socketLevel, layout.waiting.option, waiting);

  return {
    limitSend: (descriptor, bytes) => set(descriptor, layout.sendBufferOption, bytes),
    limitReceive: (descriptor, bytes) => set(descriptor, layout.receiveBufferOption, bytes),
    readSend(descriptor) {
      // The queue first: an acknowledgement between the two calls then makes the sum too large, never too small.
      if (!readWaiting(descriptor)) return null;
      if (layout.info === null || info === null) return decodeSendBuffer(layout, waitingView, null, 0);
      if (!get(descriptor, layout.info.level, layout.info.option, info)) return null;
      return decodeSendBuffer(layout, waitingView, infoView, length.readUInt32LE());
    },
  };
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
}
