/** Why the chip starts: number and name as the ESP32's ROM prints them (esp32/rom/rtc.h). */
export interface ResetCause {
  readonly code: number;
  readonly name: string;
  /** As the ROMs of newer chips print it. */
  readonly newName: string;
}

export const POWER_ON: ResetCause = { code: 0x1, name: 'POWERON_RESET', newName: 'POWERON' };
/** The bootloader restarts itself. */
export const SYSTEM_RESET: ResetCause = { code: 0x3, name: 'SW_RESET', newName: 'RTC_SW_SYS_RST' };
/** `esp_restart`, and the end of a panic. */
export const SOFTWARE_RESET: ResetCause = { code: 0xc, name: 'SW_CPU_RESET', newName: 'RTC_SW_CPU_RST' };
export const BROWNOUT_RESET: ResetCause = {
  code: 0xf,
  name: 'RTCWDT_BROWN_OUT_RESET',
  newName: 'RTCWDT_BROWN_OUT',
};
/** The watchdog of a timer group: a program that hangs with interrupts held off. */
export const TIMER_WATCHDOG_RESET: ResetCause = {
  code: 0x8,
  name: 'TG1WDT_SYS_RESET',
  newName: 'TG1WDT_SYS_RST',
};
/** The watchdog that the ROM leaves running when it finds no bootloader. */
export const WATCHDOG_RESET: ResetCause = { code: 0x10, name: 'RTCWDT_RTC_RESET', newName: 'RTCWDT_RTC' };
