import { summaryOf } from '../../../electron/core/image/image-summary.ts';
import type { ImageEntry, ImageSummary, PushRecord, WatchState } from '../../../shared/contract/values.ts';
import type { Outcome } from '../../../shared/ota/stage.ts';
import type { Script } from '../fake-transport.ts';
import { check, IMAGE, NEW, STARTED_AT_MS } from './values.ts';

const HOUR_MS = 3_600_000;
const OUTCOMES: readonly Outcome[] = [
  'confirmed',
  'rolledBack',
  'failed',
  'refused',
  'interrupted',
  'cancelled',
];
const PROJECTS = ['native_ota', 'advanced_https_ota', 'sensor_hub', 'gateway'];
const CHIPS = ['ESP32', 'ESP32-S3', 'ESP32-C3', 'ESP32-P4'];
const NOTES = ['', 'for the fair', '', 'last good one before the new driver', '', '装配线使用'];

/** Where the builds of the scripted images lie. */
export const BUILD_FOLDER = '/home/ada/firmware/sensor_hub/build';

/** An image of a full library; `nth` 0 is the newest. */
export function libraryImage(nth: number): ImageEntry {
  const imageId = nth.toString(16).padStart(8, '0') + IMAGE.imageId.slice(8);
  const projectName = pick(PROJECTS, nth);
  const fileName = `${projectName}.bin`;
  const bad = nth === 6;
  return {
    ...IMAGE,
    imageId,
    fileName,
    urlName: `${projectName}-${nth}`,
    notes: pick(NOTES, nth),
    addedAtMs: STARTED_AT_MS - nth * 5 * HOUR_MS,
    source: nth % 4 === 2 ? `${BUILD_FOLDER}/${fileName}` : 'dropped',
    available: nth !== 4,
    facts: {
      ...IMAGE.facts,
      fileSha256: imageId,
      projectName,
      chip: pick(CHIPS, nth),
      version: `1.${9 - (nth % 10)}.${nth % 7}`,
      sizeBytes: 880_000 + ((nth * 7_919) % 400_000),
      partitionSha256: NEW,
      problems: bad
        ? [{ code: 'image/bad-checksum', params: { file: fileName, stored: '0xC0', computed: '0x3F' } }]
        : [],
    },
    pushes: Array.from({ length: nth % 5 }, (_, index) => pushRecord(nth, index)),
  };
}

function pushRecord(nth: number, index: number): PushRecord {
  const outcome = pick(OUTCOMES, nth + index);
  return {
    pushId: `push-${nth}-${index}`,
    deviceId: index % 2 === 0 ? 'bench-07' : 'bench-03',
    atMs: STARTED_AT_MS - nth * 5 * HOUR_MS + index * 600_000,
    outcome,
    code: null,
    durationMs: 18_400 + index * 1_300,
  };
}

/** The build of the third image is watched, and was built again 12 s before `nowMs`. */
export function watchedBuild(nowMs: number, more: Partial<WatchState> = {}): WatchState {
  return {
    path: BUILD_FOLDER,
    file: `${BUILD_FOLDER}/sensor_hub.bin`,
    lastBuiltAtMs: nowMs - 12_000,
    imageId: 'f'.repeat(64),
    error: null,
    autoAdd: false,
    autoPush: null,
    ...more,
  };
}

/** `script` with a library of `count` images, the newest first, and these watches. */
export function withLibrary(script: Script, count: number, watches: readonly WatchState[] = []): Script {
  const entries = Array.from({ length: count }, (_, nth) => libraryImage(nth)).toReversed();
  const byId = new Map(entries.map((entry) => [entry.imageId, entry]));
  const summary = (entry: ImageEntry): ImageSummary => summaryOf(entry);
  return {
    states: [
      ...script.states.filter(({ name }) => name !== 'watches' && name !== 'image'),
      { name: 'watches', key: null, value: watches },
      ...entries.map((entry) => ({ name: 'image' as const, key: entry.imageId, value: summary(entry) })),
    ],
    answers: {
      ...script.answers,
      'image.read': ({ imageId }) => byId.get(imageId) ?? IMAGE,
      'image.preflight': ({ deviceId, imageId }) => ({
        deviceId,
        imageId,
        checks: [check('structure', 'passed'), check('digest', 'passed')],
      }),
      'image.remove': ({ imageId }, core) => {
        core.set('image', null, imageId);
        return {};
      },
      'image.setNotes': ({ imageId, notes }, core) => {
        const before = core.get('image', imageId);
        if (before !== null) core.set('image', { ...before, notes }, imageId);
        return {};
      },
      'watch.start': ({ path, autoAdd, autoPush }, core) => {
        const others = (core.get('watches') ?? []).filter((watch) => watch.path !== path);
        const before = core.get('watches')?.find((watch) => watch.path === path);
        const watch = { ...(before ?? watchedBuild(Date.now(), { path })), autoAdd, autoPush };
        core.set('watches', [...others, watch]);
        return watch;
      },
      'watch.stop': ({ path }, core) => {
        core.set(
          'watches',
          (core.get('watches') ?? []).filter((watch) => watch.path !== path),
        );
        return {};
      },
    },
  };
}

function pick<T>(from: readonly T[], nth: number): T {
  return from[nth % from.length] as T;
}
