import type { Machine } from './machine.ts';
import { Nvs } from './nvs.ts';
import type { Partition } from './partitions.ts';

/** Keys of the advanced example (NVS_KEY_OTA_WR_LENGTH, NVS_KEY_SAVED_URL). */
const LENGTH_KEY = 'nvs_ota_wr_len';
const URL_KEY = 'nvs_ota_url';

/** How far a download had come before a restart: CONFIG_EXAMPLE_ENABLE_OTA_RESUMPTION of the advanced example. */
export class Resumption {
  readonly #nvs: Nvs;
  readonly #url: string;

  constructor({ flash }: Machine, partitions: readonly Partition[], url: string) {
    this.#nvs = new Nvs(flash, partitions);
    this.#url = url;
  }

  /** Bytes of this URL's image that lie in the slot. */
  get writtenBytes(): number {
    const values = this.#nvs.read();
    return values[URL_KEY] === this.#url ? Number(values[LENGTH_KEY] ?? 0) * 1024 : 0;
  }

  /** Kept in whole KiB. */
  save(writtenBytes: number): void {
    this.#nvs.write({ [URL_KEY]: this.#url, [LENGTH_KEY]: Math.floor(writtenBytes / 1024) });
  }

  clear(): void {
    this.#nvs.clear();
  }
}
