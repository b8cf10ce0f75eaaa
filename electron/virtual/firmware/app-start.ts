import { since } from '../idf-release.ts';
import { demandedSecureVersion } from './anti-rollback.ts';
import type { AppDescription } from './app-description.ts';
import { DESCRIPTION_BYTES, DESCRIPTION_OFFSET, decodeDescription } from './app-description.ts';
import { chipModel } from './chip-model.ts';
import { revision } from './image-header.ts';
import type { Machine } from './machine.ts';
import type { Partition } from './partitions.ts';

const TAG = 'cpu_start';
/** ESP-IDF's start-up code up to the call of `app_main`, as the running image describes itself. */
export async function startApp(machine: Machine, running: Partition): Promise<AppDescription> {
  const { flash, log, run, options } = machine;
  const chip = chipModel(options.chip);
  const description = decodeDescription(flash.read(running.offset + DESCRIPTION_OFFSET, DESCRIPTION_BYTES));
  await startCores(machine);
  printDescription(machine, description);
  const chipTag = since(options.idf, '5.3') ? 'efuse_init' : TAG;
  log.info(chipTag, `Min chip rev:     ${chip.revisions[0]}`);
  log.info(chipTag, `Max chip rev:     ${chip.revisions[1]} `);
  log.info(chipTag, `Chip rev:         ${revision(options.chipRevision)}`);
  await run.sleep(8);
  log.info('heap_init', 'Initializing. RAM available for dynamic allocation:');
  for (const region of chip.heap) log.info('heap_init', region);
  log.info('spi_flash', 'detected chip: generic');
  log.info('spi_flash', 'flash io: dio');
  await run.sleep(8);
  startScheduler(machine);
  return description;
}

/** The end of `app_main`, as ESP-IDF 5.0 and later print it. */
export function appMainReturned({ log, options }: Machine): void {
  if (since(options.idf, '5.0')) log.info('main_task', 'Returned from app_main()');
}

async function startCores({ log, run, options }: Machine): Promise<void> {
  const { isUnicore, consolePins } = chipModel(options.chip);
  await run.sleep(10);
  log.info(TAG, isUnicore ? 'Unicore app' : 'Multicore app');
  if (!since(options.idf, '5.2')) {
    log.info(TAG, 'Pro cpu up.');
  }
  if (!since(options.idf, '5.2') && !isUnicore) {
    log.info(TAG, 'Starting app cpu, entry point is 0x40081134');
    log.fromSecondCore(TAG, 'App cpu up.');
  }
  if (since(options.idf, '5.5')) log.info(TAG, `GPIO ${consolePins} are used as console UART I/O pins`);
  await run.sleep(9);
  log.info(TAG, 'Pro cpu start user code');
  log.info(TAG, since(options.idf, '5.0') ? 'cpu freq: 160000000 Hz' : 'cpu freq: 160000000');
}

function printDescription(machine: Machine, description: AppDescription): void {
  const { log, options } = machine;
  const tag = since(options.idf, '5.3') ? 'app_init' : TAG;
  // CONFIG_APP_RETRIEVE_LEN_ELF_SHA
  const digits = since(options.idf, '5.2') ? 9 : 16;
  const elf = Buffer.from(description.elfSha256).toString('hex').slice(0, digits);
  log.info(tag, 'Application information:');
  log.info(tag, `Project name:     ${description.projectName}`);
  log.info(tag, `App version:      ${description.version}`);
  if (demandedSecureVersion(machine) !== null)
    log.info(tag, `Secure version:   ${description.secureVersion}`);
  log.info(tag, `Compile time:     ${description.date} ${description.time}`);
  log.info(tag, `ELF file SHA256:  ${elf}...`);
  log.info(tag, `ESP-IDF:          ${description.idfVersion}`);
}

function startScheduler({ log, options }: Machine): void {
  const { isUnicore } = chipModel(options.chip);
  if (!since(options.idf, '5.0')) {
    log.info(TAG, 'Starting scheduler on PRO CPU.');
    if (!isUnicore) log.fromSecondCore(TAG, 'Starting scheduler on APP CPU.');
    return;
  }
  if (!since(options.idf, '5.2')) {
    log.info('app_start', 'Starting scheduler on CPU0');
    if (!isUnicore) log.info('app_start', 'Starting scheduler on CPU1');
  }
  log.info('main_task', 'Started on CPU0');
  log.info('main_task', 'Calling app_main()');
}
