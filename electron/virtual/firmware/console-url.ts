import type { AppDescription } from './app-description.ts';
import type { Machine } from './machine.ts';
import { abort } from './panic.ts';

/** OTA_URL_SIZE: one byte of it is the terminator, and the last character read is cut off. */
const URL_BYTES = 256;

/** The URL that is compiled in, or one line of the console as the examples read it: no prompt, no echo. */
export async function readUrl(machine: Machine, app: AppDescription, tag: string): Promise<string> {
  const { input, log, options, run } = machine;
  if (options.staleConfiguration) {
    log.error(tag, 'Configuration mismatch: wrong firmware upgrade image url');
    return abort(machine, app);
  }
  if (options.firmwareUrl !== 'FROM_STDIN') return options.firmwareUrl;
  input.installDriver();
  const line = Buffer.from(await input.fgets(URL_BYTES, run)).toString('latin1');
  // What follows a NUL is beyond strlen().
  return (line.split('\0')[0] ?? '').slice(0, -1);
}
