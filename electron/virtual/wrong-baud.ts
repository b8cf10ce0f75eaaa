/** How far two UARTs may be apart and still understand each other. */
const TOLERANCE = 0.03;

export function sameBaud(one: number, other: number): boolean {
  return Math.abs(one - other) <= TOLERANCE * other;
}

/** What a UART at another rate makes of these bytes: as many, all different, hardly any of them text. */
export function garble(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, index) => (((byte * 167) ^ (index * 59)) & 0x7f) | (index % 5 === 4 ? 0x00 : 0x80));
}
