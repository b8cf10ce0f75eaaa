import { chipByName } from '../esp/chips.ts';
import type { ImageFacts } from '../esp/image-facts.ts';
import type { BoardFacts } from './board-facts.ts';
import type { PreflightCheck } from './preflight.ts';
import { mmuPage } from './preflight-file.ts';
import { check } from './preflight-input.ts';

/** Whether this image may run on this board's chip, bootloader and eFuses. */
export function imageChecks(image: ImageFacts, board: BoardFacts): readonly PreflightCheck[] {
  return [
    chip(image, board),
    chipRevision(image, board),
    efuseRevision(image, board),
    secureVersion(image, board),
    project(image, board),
    mmuPage(image),
    signature(image, board),
  ];
}

function chip(image: ImageFacts, board: BoardFacts): PreflightCheck {
  if (image.chipId === null) return check('chip', 'notKnown', { image: '?' });
  const params = { image: image.chip ?? `id ${image.chipId}`, board: board.chip ?? '?' };
  if (board.chip === null) return check('chip', 'notKnown', params);
  const same = chipByName(board.chip)?.id === image.chipId;
  return check('chip', same ? 'passed' : 'failed', params);
}

function chipRevision(image: ImageFacts, board: BoardFacts): PreflightCheck {
  const { minChipRevision: least, maxChipRevision: most } = image;
  const legacy = image.chipId === 0 ? (image.header?.legacyMinChipRevision ?? 0) * 100 : 0;
  if (least !== null || legacy === 0) return within('chip-revision', least, most, board.chipRevision);
  const old = within('chip-revision', legacy, most, board.chipRevision);
  // Bootloaders that know the newer field do not look at the byte.
  return old.result === 'failed' ? check('chip-revision', 'warned', old.params) : old;
}

/** Firmware of the ESP32 does not look at it, nor does that of others before ESP-IDF 5.4. */
function efuseRevision(image: ImageFacts, board: BoardFacts): PreflightCheck {
  if (image.chipId === 0) return check('efuse-revision', 'passed', { context: 'noLimit' });
  const { minEfuseBlockRevision: least, maxEfuseBlockRevision: most } = image;
  // 0 and 65535 set no limit; the reader keeps them where the other one is set.
  const limit = (revision: number | null): number | null =>
    revision === 0 || revision === 0xffff ? null : revision;
  const found = within('efuse-revision', limit(least), limit(most), board.efuseBlockRevision);
  const ignored = found.result === 'failed' && isBefore54(board.idfVersion);
  return ignored ? check('efuse-revision', 'warned', found.params) : found;
}

function isBefore54(idfVersion: string | null): boolean {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(idfVersion ?? '') ?? [];
  return major !== undefined && Number(major) * 100 + Number(minor) < 504;
}

function within(
  name: 'chip-revision' | 'efuse-revision',
  least: number | null,
  most: number | null,
  revision: string | null,
): PreflightCheck {
  if (least === null && most === null) return check(name, 'passed', { context: 'noLimit' });
  const params = { range: rangeText(least, most), board: revision ?? '?' };
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(revision ?? '') ?? [];
  if (major === undefined || minor === undefined) return check(name, 'notKnown', params);
  const full = Number(major) * 100 + Number(minor);
  const inside = full >= (least ?? 0) && full <= (most ?? Number.POSITIVE_INFINITY);
  return check(name, inside ? 'passed' : 'failed', params);
}

function rangeText(least: number | null, most: number | null): string {
  const text = (full: number): string => `v${Math.floor(full / 100)}.${full % 100}`;
  if (least === null) return `≤ ${text(most ?? 0)}`;
  return most === null ? `≥ ${text(least)}` : `${text(least)} – ${text(most)}`;
}

function secureVersion(image: ImageFacts, board: BoardFacts): PreflightCheck {
  const params = { image: image.secureVersion ?? '?', board: board.secureVersion ?? '?' };
  if (image.secureVersion === null || board.secureVersion === null) {
    return check('secure-version', 'notKnown', params);
  }
  return check('secure-version', image.secureVersion >= board.secureVersion ? 'passed' : 'failed', params);
}

function project(image: ImageFacts, board: BoardFacts): PreflightCheck {
  if (image.projectName === null) return check('project', 'notKnown', { context: 'unnamed' });
  const params = { image: image.projectName, board: board.projectName ?? '?' };
  if (board.projectName === null) return check('project', 'notKnown', params);
  return check('project', board.projectName === image.projectName ? 'passed' : 'warned', params);
}

/** A board that was never seen to verify one may still: that is not known, and no reason to stop. */
function signature({ signature: found }: ImageFacts, board: BoardFacts): PreflightCheck {
  const demanded = board.demandsSignature === true;
  if (found === null) {
    return demanded ? check('signature', 'failed') : check('signature', 'notKnown', { context: 'unsigned' });
  }
  const params = { version: found.version };
  const isWhole = found.blocks.some((block) => block.crcValid !== false && block.digestMatches !== false);
  if (!isWhole) return check('signature', demanded ? 'failed' : 'warned', { ...params, context: 'damaged' });
  return check('signature', demanded ? 'passed' : 'notKnown', params);
}
