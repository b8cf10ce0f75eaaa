/** Rates of ESP32 consoles and ROMs, the usual ones first; 74880 is the ROM's with a 26 MHz crystal. */
export const CONSOLE_BAUD_RATES: readonly number[] = [
  115_200, 74_880, 921_600, 460_800, 230_400, 9_600, 57_600, 1_500_000, 2_000_000,
];

/** How many rates are offered at once where what comes is no text. */
export const MAX_BAUD_GUESSES = 5;

/** Rates to try where `baudRate` gives no text, the likeliest first. */
export function otherBaudRates(baudRate: number): readonly number[] {
  return CONSOLE_BAUD_RATES.filter((rate) => rate !== baudRate);
}
