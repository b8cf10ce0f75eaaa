import { readU32 } from '../../../shared/esp/little-endian.ts';
import type { ResetCause } from '../hardware/reset-cause.ts';
import { WATCHDOG_RESET } from '../hardware/reset-cause.ts';
import { chipModel } from './chip-model.ts';
import { HEADER_BYTES, HEADER_MAGIC, readHeader } from './image-header.ts';
import type { Machine } from './machine.ts';
import { hex8 } from './memory-map.ts';

const MODES = ['QIO', 'QOUT', 'DIO', 'DOUT', 'FASTRD', 'SLOWRD'];
/** How the flash clock divides 80 MHz, by the header's speed code. */
const DIVIDERS: Readonly<Record<number, number>> = { 0: 2, 1: 3, 2: 4, 15: 1 };
const BANNER_REVISION_3 = 'ets Jul 29 2019 12:21:46';
const BANNER = 'ets Jun  8 2016 00:22:57';
const C3_BANNER = ['ESP-ROM:esp32c3-api1-20210207', 'Build:Feb  7 2021'];
/** What the strapping pins chose: flash, download. */
const STRAPS = [
  'boot:0x13 (SPI_FAST_FLASH_BOOT)',
  'boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))',
] as const;
const C3_STRAPS = ['boot:0xc (SPI_FAST_FLASH_BOOT)', 'boot:0x4 (DOWNLOAD(USB/UART0))'] as const;

/** The mask ROM up to the jump into the second-stage bootloader, or for ever in download mode. */
export async function runRom(machine: Machine, cause: ResetCause, downloadMode: boolean): Promise<void> {
  const { log, run, flash, options } = machine;
  const { bootloaderOffset, target } = chipModel(options.chip);
  const isOld = target === 'esp32';
  if (isOld) log.raw(options.chipRevision >= 300 ? BANNER_REVISION_3 : BANNER, '');
  else log.raw(...C3_BANNER);
  const name = isOld ? cause.name : cause.newName;
  log.raw(`rst:0x${cause.code.toString(16)} (${name}),${(isOld ? STRAPS : C3_STRAPS)[downloadMode ? 1 : 0]}`);
  if (downloadMode) {
    log.raw('waiting for download');
    return run.halt();
  }
  if (isOld) {
    log.raw(
      'configsip: 0, SPIWP:0xee',
      'clk_drv:0x00,q_drv:0x00,d_drv:0x00,cs0_drv:0x00,hd_drv:0x00,wp_drv:0x00',
    );
  } else {
    log.raw('SPIWP:0xee');
  }
  const header = readHeader(flash, bootloaderOffset);
  if (header.magic !== HEADER_MAGIC) return failForEver(machine, readU32(flash.read(bootloaderOffset, 4), 0));
  const divider = DIVIDERS[header.spiSpeed] ?? 2;
  log.raw(`mode:${MODES[header.spiMode] ?? 'DIO'}, clock div:${divider}`);
  const segments = segmentsOf(machine, bootloaderOffset, header.segmentCount);
  segments.forEach(({ loadAddress, length }, index) => {
    // The loader reads ahead: what is left over is told before the last segment.
    if (isOld && index > 0 && index === segments.length - 1) log.raw('ho 0 tail 12 room 4');
    log.raw(`load:0x${hex8(loadAddress)},len:${isOld ? length : `0x${length.toString(16)}`}`);
  });
  log.raw(`entry 0x${hex8(header.entryPoint)}`);
  await run.sleep(27);
}

/** Without a bootloader the ROM tries again and again, until its watchdog resets the chip. */
async function failForEver({ log, run }: Machine, word: number): Promise<never> {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    log.raw(`invalid header: 0x${hex8(word)}`);
    await run.sleep(40);
  }
  return run.restart(WATCHDOG_RESET);
}

function segmentsOf({ flash }: Machine, offset: number, count: number) {
  const segments: { readonly loadAddress: number; readonly length: number }[] = [];
  let at = offset + HEADER_BYTES;
  for (let index = 0; index < Math.min(count, 16) && flash.holds(at, 8); index += 1) {
    const head = flash.read(at, 8);
    const length = readU32(head, 4);
    segments.push({ loadAddress: readU32(head, 0), length });
    at += 8 + length;
  }
  return segments;
}
