/** How the lines of a crash begin that carry no level (esp_system/panic.c, assert.c, stack_check.c, brownout.c). */
const PANIC =
  /^(Guru Meditation Error:|abort\(\) was called at PC|assert failed:|ESP_ERROR_CHECK failed:|\*{3}ERROR\*{3} A stack overflow|Stack smashing protect failure|CORRUPT HEAP:|Brownout detector was triggered|Backtrace:|Debug exception reason:|Fatal exception|Rebooting\.\.\.$)/;

/** Whether a line without a level tells of a crash. */
export function isPanicLine(line: string): boolean {
  return PANIC.test(line.trimStart());
}
