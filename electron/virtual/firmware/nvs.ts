import type { Flash } from '../hardware/flash.ts';
import { SECTOR_BYTES } from '../hardware/flash.ts';
import type { Partition } from './partitions.ts';

/** DATA_SUBTYPE of an NVS partition (esp_partition.h). */
const NVS_SUBTYPE = 2;
const DATA_TYPE = 1;
const END = 0;

/** What a program keeps in NVS over restarts, in the true flash; how it lies there is the board's own matter. */
export class Nvs {
  readonly #flash: Flash;
  readonly #offset: number | null;

  constructor(flash: Flash, partitions: readonly Partition[]) {
    this.#flash = flash;
    this.#offset =
      partitions.find(({ type, subtype }) => type === DATA_TYPE && subtype === NVS_SUBTYPE)?.offset ?? null;
  }

  /** Empty where nothing was kept, or a power cut left half of it. */
  read(): Readonly<Record<string, string | number>> {
    if (this.#offset === null) return {};
    const bytes = this.#flash.read(this.#offset, SECTOR_BYTES);
    const end = bytes.indexOf(END);
    if (end <= 0) return {};
    try {
      return JSON.parse(Buffer.from(bytes.subarray(0, end)).toString('utf8'));
    } catch {
      return {};
    }
  }

  write(values: Readonly<Record<string, string | number>>): void {
    if (this.#offset === null) return;
    this.#flash.erase(this.#offset, SECTOR_BYTES);
    this.#flash.program(this.#offset, Buffer.from(`${JSON.stringify(values)}\0`));
  }

  /** `nvs_erase_all` */
  clear(): void {
    if (this.#offset !== null) this.#flash.erase(this.#offset, SECTOR_BYTES);
  }
}
