/** A place in source code. Null where the debug information does not tell. */
export interface SourcePlace {
  readonly function: string | null;
  readonly file: string | null;
  readonly line: number | null;
}

/** An address of the program as source code. */
export interface DecodedAddress extends SourcePlace {
  readonly address: number;
  /** Where the compiler has put the function in, outwards. Our own reader does not tell them. */
  readonly inlinedInto: readonly SourcePlace[];
}

/**
 * `0x42000036: divide at /project/main/crash.c:14`, as the monitor of ESP-IDF writes it, and a line for each function
 * it was put into.
 */
export function addressLines({ address, inlinedInto, ...place }: DecodedAddress): readonly string[] {
  const outwards = inlinedInto.map((outer) => ` (inlined by) ${placeText(outer)}`);
  return [`${addressHex(address)}: ${placeText(place)}`, ...outwards];
}

/** `0x42000036`. */
export function addressHex(address: number): string {
  return `0x${address.toString(16).padStart(8, '0')}`;
}

function placeText({ function: name, file, line }: SourcePlace): string {
  return `${name ?? '??'}${file === null ? '' : ` at ${file}:${line ?? '?'}`}`;
}
