import { SOFTWARE_RESET } from '../hardware/reset-cause.ts';
import { since } from '../idf-release.ts';
import type { AppDescription } from './app-description.ts';
import type { Machine } from './machine.ts';

const BACKTRACE =
  'Backtrace: 0x400d5a31:0x3ffb9d20 0x400d5b0c:0x3ffb9d50 0x400e91c5:0x3ffb9d80 0x4008a3ed:0x3ffb9db0';
const REGISTERS = [
  'PC      : 0x400d5a34  PS      : 0x00060330  A0      : 0x800d5b0f  A1      : 0x3ffb9d20  ',
  'A2      : 0x00000000  A3      : 0x3f403c50  A4      : 0x00000020  A5      : 0x3ffb9d70  ',
  'A6      : 0x00000001  A7      : 0x00000000  A8      : 0x800d5a2e  A9      : 0x3ffb9d00  ',
  'A10     : 0x00000000  A11     : 0x00000001  A12     : 0x3ffb9d54  A13     : 0x0000ff00  ',
  'A14     : 0x00ff0000  A15     : 0xff000000  SAR     : 0x00000004  EXCCAUSE: 0x0000001c  ',
  'EXCVADDR: 0x00000000  LBEG    : 0x400014fd  LEND    : 0x4000150d  LCOUNT  : 0xfffffffb  ',
];

const RISC_V_REGISTERS = [
  'MEPC    : 0x42007a34  RA      : 0x42007a2e  SP      : 0x3fc93d20  GP      : 0x3fc8c600  ',
  'TP      : 0x3fc93e80  T0      : 0x4005890e  T1      : 0x00000020  T2      : 0x00000000  ',
  'MSTATUS : 0x00001881  MTVEC   : 0x40380001  MCAUSE  : 0x00000005  MTVAL   : 0x00000000  ',
];
const STACK_MEMORY = [
  'Stack memory:',
  '3fc93d20: 0x00000000 0x3fc93d70 0x00000001 0x42007b0c 0x00000000 0x00000000 0x00000000 0x00000000',
];

const SOURCES = {
  native: 'native_ota_example',
  simple: 'simple_ota_example',
  advanced: 'advanced_https_ota_example',
};

/** A load from address 0: the register dump, the backtrace, and a restart. */
export async function crash(machine: Machine, app: AppDescription): Promise<never> {
  const isXtensa = machine.options.chip === 'esp32';
  const reason = isXtensa ? 'LoadProhibited' : 'Load access fault';
  machine.log.raw(
    `Guru Meditation Error: Core  0 panic'ed (${reason}). Exception was unhandled.`,
    '',
    'Core  0 register dump:',
    ...(isXtensa ? REGISTERS : RISC_V_REGISTERS),
    '',
  );
  return rebootAfterPanic(machine, app);
}

/** A failed `assert()` of the OTA task. */
export async function assertFailed(
  machine: Machine,
  app: AppDescription,
  expression: string,
): Promise<never> {
  const source = `${SOURCES[machine.options.program]}.c`;
  machine.log.raw('', `assert failed: ota_example_task ${source}:183 (${expression})`, '');
  return rebootAfterPanic(machine, app);
}

/** `abort()`: the backtrace and a restart. */
export async function abort(machine: Machine, app: AppDescription): Promise<never> {
  machine.log.raw('', 'abort() was called at PC 0x400d5a31 on core 0', '');
  return rebootAfterPanic(machine, app);
}

/** `ESP_ERROR_CHECK` of a call that returned ESP_FAIL. */
export async function errorCheckFailed(
  machine: Machine,
  app: AppDescription,
  expression: string,
): Promise<never> {
  machine.log.raw(
    'ESP_ERROR_CHECK failed: esp_err_t 0xffffffff (ESP_FAIL) at 0x400d5a31',
    `file: "./main/${SOURCES[machine.options.program]}.c" line 413`,
    'func: app_main',
    `expression: ${expression}`,
  );
  return abort(machine, app);
}

async function rebootAfterPanic(machine: Machine, app: AppDescription): Promise<never> {
  const { log, run, options } = machine;
  const digits = since(options.idf, '5.2') ? 9 : 16;
  const elf = Buffer.from(app.elfSha256).toString('hex').slice(0, digits);
  log.raw(
    '',
    ...(options.chip === 'esp32' ? [BACKTRACE] : STACK_MEMORY),
    '',
    '',
    '',
    `ELF file SHA256: ${elf}`,
    '',
    'Rebooting...',
  );
  await run.sleep(20);
  return run.restart(SOFTWARE_RESET);
}
