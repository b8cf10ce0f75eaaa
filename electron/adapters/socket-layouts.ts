import type { SendBuffer } from '../core/ports.ts';

/** How a system numbers its socket options, and what it writes where. */
export interface SocketLayout {
  readonly socketLevel: number;
  readonly sendBufferOption: number;
  readonly receiveBufferOption: number;
  /** How the bytes that were handed over and not acknowledged are asked for. */
  readonly waiting:
    | { readonly by: 'ioctl'; readonly request: number }
    | { readonly by: 'option'; readonly option: number };
  /** The option that tells of a TCP connection; null where none counts what was acknowledged. */
  readonly info: { readonly level: number; readonly option: number; readonly bytes: number } | null;
}

/** Linux's numbers, the same on each of these processors (asm-generic/socket.h, linux/tcp.h). */
const LINUX: SocketLayout = {
  socketLevel: 1,
  sendBufferOption: 7,
  receiveBufferOption: 8,
  waiting: { by: 'ioctl', request: 0x5411 },
  info: { level: 6, option: 11, bytes: 232 },
};
const LINUX_PROCESSORS = ['x64', 'ia32', 'arm64', 'arm', 'riscv64', 'loong64'];

/** `SO_NWRITE` (XNU, sys/socket.h) counts the send buffer, in which TCP keeps each byte until it is acknowledged. */
const MACOS: SocketLayout = {
  socketLevel: 0xffff,
  sendBufferOption: 0x1001,
  receiveBufferOption: 0x1002,
  waiting: { by: 'option', option: 0x1024 },
  info: null,
};

/** `tcpi_bytes_acked` in `struct tcp_info`, a 64-bit number since Linux 4.1. */
const BYTES_ACKED_OFFSET = 120;
/** `tcpi_snd_wnd` there, a 32-bit number since Linux 5.4. */
const SEND_WINDOW_OFFSET = 228;

/**
 * The layout of a system's sockets. Null where there is no way to them: Windows tells by the socket's handle, which Node
 * keeps to itself, or by addresses to administrators alone.
 */
export function socketLayout(platform: string, processor: string): SocketLayout | null {
  if (platform === 'linux') return LINUX_PROCESSORS.includes(processor) ? LINUX : null;
  return platform === 'darwin' ? MACOS : null;
}

/**
 * Reads what a system wrote: `waiting` a 32-bit number, `info` what its option gave, `infoBytes` of it. Null where it is
 * too short to tell, as before Linux 4.1.
 */
export function decodeSendBuffer(
  layout: SocketLayout,
  waiting: DataView,
  info: DataView | null,
  infoBytes: number,
): SendBuffer | null {
  const waitingBytes = waiting.getInt32(0, true);
  if (waitingBytes < 0) return null;
  if (layout.info === null) return { acknowledgedBytes: null, waitingBytes, peerWindowBytes: null };
  if (info === null || infoBytes < BYTES_ACKED_OFFSET + 8) return null;
  const tellsWindow = infoBytes >= SEND_WINDOW_OFFSET + 4;
  return {
    acknowledgedBytes: Number(info.getBigUint64(BYTES_ACKED_OFFSET, true)),
    waitingBytes,
    peerWindowBytes: tellsWindow ? info.getUint32(SEND_WINDOW_OFFSET, true) : null,
  };
}
