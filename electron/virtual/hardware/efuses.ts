/** What the chip burns into its eFuses. Lasts as long as the process: the next start of a confirmed app burns it again. */
export class Efuses {
  #secureVersion = 0;

  /** The highest that was burnt. */
  get secureVersion(): number {
    return this.#secureVersion;
  }

  /** `esp_efuse_update_secure_version`: a bit that is burnt stays. */
  burnSecureVersion(version: number): void {
    this.#secureVersion = Math.max(this.#secureVersion, version);
  }
}
