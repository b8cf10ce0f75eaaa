import type { SocketBuffers } from '../core/ports.ts';

// Linux's numbers, the same on every processor listed here.
const SOL_SOCKET = 1;
const SO_SNDBUF = 7;
const SO_RCVBUF = 8;
const IPPROTO_TCP = 6;
const TCP_INFO = 11;
const SIOCOUTQ = 0x5411;
const PROCESSORS = ['x64', 'ia32', 'arm64', 'arm', 'riscv64', 'loong64'];
/** `tcpi_bytes_acked` in `struct tcp_info` (linux/tcp.h), a 64-bit number since Linux 4.1. */
const BYTES_ACKED_OFFSET = 120;
const TCP_INFO_BYTES = 128;

/** What is used of koffi, which calls functions of the C library. */
interface Library {
  func(prototype: string): (...parameters: unknown[]) => number;
}

/** Socket buffers by Linux's system calls; null on other systems, or where koffi is not installed. */
export async function loadSocketBuffers(): Promise<SocketBuffers | null> {
  if (process.platform !== 'linux' || !PROCESSORS.includes(process.arch)) return null;
  try {
    const { default: koffi } = await import('koffi');
    return linuxSocketBuffers(koffi.load(null) as Library);
  } catch {
    return null;
  }
}

function linuxSocketBuffers(library: Library): SocketBuffers {
  const setOption = library.func('int setsockopt(int, int, int, const void *, uint32_t)');
  const getOption = library.func('int getsockopt(int, int, int, void *, void *)');
  const control = library.func('int ioctl(int, unsigned long, void *)');
  const info = Buffer.alloc(TCP_INFO_BYTES);
  const infoLength = Buffer.alloc(4);
  const waiting = Buffer.alloc(4);
  const value = Buffer.alloc(4);
  const limit = (descriptor: number, option: number, bytes: number): void => {
    value.writeInt32LE(bytes);
    setOption(descriptor, SOL_SOCKET, option, value, value.length);
  };
  return {
    limitSend: (descriptor, bytes) => limit(descriptor, SO_SNDBUF, bytes),
    limitReceive: (descriptor, bytes) => limit(descriptor, SO_RCVBUF, bytes),
    readSend(descriptor) {
      infoLength.writeUInt32LE(TCP_INFO_BYTES);
      // The queue first: an acknowledgement between the two calls then makes the sum too large, never too small.
      if (control(descriptor, SIOCOUTQ, waiting) !== 0) return null;
      if (getOption(descriptor, IPPROTO_TCP, TCP_INFO, info, infoLength) !== 0) return null;
      if (infoLength.readUInt32LE() < TCP_INFO_BYTES) return null;
      return {
        acknowledgedBytes: Number(info.readBigUInt64LE(BYTES_ACKED_OFFSET)),
        waitingBytes: waiting.readInt32LE(),
      };
    },
  };
}
