import type { SendBuffers } from '../core/ports.ts';

// Linux's numbers, the same on every processor listed here.
const SOL_SOCKET = 1;
const SO_SNDBUF = 7;
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

/** Send buffers by Linux's system calls; null on other systems, or where koffi is not installed. */
export async function loadSendBuffers(): Promise<SendBuffers | null> {
  if (process.platform !== 'linux' || !PROCESSORS.includes(process.arch)) return null;
  try {
    const { default: koffi } = await import('koffi');
    return linuxSendBuffers(koffi.load(null) as Library);
  } catch {
    return null;
  }
}

function linuxSendBuffers(library: Library): SendBuffers {
  const setOption = library.func('int setsockopt(int, int, int, const void *, uint32_t)');
  const getOption = library.func('int getsockopt(int, int, int, void *, void *)');
  const control = library.func('int ioctl(int, unsigned long, void *)');
  const info = Buffer.alloc(TCP_INFO_BYTES);
  const infoLength = Buffer.alloc(4);
  const waiting = Buffer.alloc(4);
  const limit = Buffer.alloc(4);
  return {
    limit(descriptor, bytes) {
      limit.writeInt32LE(bytes);
      setOption(descriptor, SOL_SOCKET, SO_SNDBUF, limit, limit.length);
    },
    read(descriptor) {
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
