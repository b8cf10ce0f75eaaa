import { SOFTWARE_RESET } from '../hardware/reset-cause.ts';
import type { Machine } from './machine.ts';
import { stopWifi } from './wifi.ts';

/** `esp_restart()` of a program whose Wi-Fi is up: its shutdown handlers, then the reset. */
export async function restartByApp(machine: Machine): Promise<never> {
  stopWifi(machine);
  await machine.run.sleep(80);
  return machine.run.restart(SOFTWARE_RESET);
}
