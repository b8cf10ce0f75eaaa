import { descriptionAt } from './app-description.ts';
import type { ImagePlace } from './image-check.ts';
import type { Machine } from './machine.ts';

/** `esp_efuse_read_secure_version`; null without CONFIG_BOOTLOADER_APP_ANTI_ROLLBACK. */
export function demandedSecureVersion({ options, efuses }: Machine): number | null {
  return options.secureVersion === null ? null : Math.max(options.secureVersion, efuses.secureVersion);
}

/** `esp_efuse_check_secure_version` of the app at this place. */
export function isSecureEnough(machine: Machine, { offset }: Pick<ImagePlace, 'offset'>): boolean {
  const demanded = demandedSecureVersion(machine);
  if (demanded === null) return true;
  const app = descriptionAt(machine.flash, offset);
  return app !== null && app.secureVersion >= demanded;
}

/** What a confirmed app demands of all later ones is burnt, by the app itself and at each of its starts. */
export function burnSecureVersion(machine: Machine, { offset }: Pick<ImagePlace, 'offset'>): void {
  if (demandedSecureVersion(machine) === null) return;
  const app = descriptionAt(machine.flash, offset);
  if (app !== null) machine.efuses.burnSecureVersion(app.secureVersion);
}
