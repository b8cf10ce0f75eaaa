/** How lines begin that the ROM prints before the bootloader, on all chips. */
const ROM =
  /^(?:ets [A-Z][a-z]{2} |ESP-ROM:|Build:|rst:0x|configsip:|SPIWP:|clk_drv:|mode:|SPI mode:|load:0x|ho \d|tail \d|entry 0x|Saved PC:|csum )/;

/** Whether a line without a tag is the ROM's. */
export function isRomLine(text: string): boolean {
  return ROM.test(text);
}
