import { expect, test } from 'vitest';

import { summaryOf } from '../../../electron/core/image/image-summary.ts';
import { findImages, imageTitle, rebuildMarks, rowLabel } from '../../../renderer/library/library-text.ts';
import { agoText } from '../../../renderer/text/format.ts';
import { pathOf, watchOf } from '../../../renderer/watch/watched.ts';
import { createTranslator } from '../../../shared/text/translator.ts';
import { BUILD_FOLDER, libraryImage, watchedBuild } from '../../support/scripted/library.ts';

const t = createTranslator('en');
const IMAGES = Array.from({ length: 1_000 }, (_, nth) => summaryOf(libraryImage(nth)));
const image = (nth: number) => IMAGES[nth] as (typeof IMAGES)[number];

test('how long ago is told in the unit a person would use, and never as negative', () => {
  const ago = (ms: number): string => agoText(t, 1_000_000_000_000 - ms, 1_000_000_000_000);
  expect(ago(12_999)).toBe('12 s ago');
  expect(ago(60_000)).toBe('1 min ago');
  expect(ago(3_599_999)).toBe('59 min ago');
  expect(ago(7_200_000)).toBe('2 h ago');
  expect(ago(86_400_000)).toMatch(/^2001-09-0[78] \d\d:\d\d$/);
  // The clock of a machine can be set back.
  expect(ago(-5_000)).toBe('0 s ago');
});

test('every word of a search must be found, in any case and any field', () => {
  expect(findImages(IMAGES, '  ')).toBe(IMAGES);
  expect(findImages(IMAGES, 'GATEWAY 1.6.3')).toContain(image(3));
  expect(findImages(IMAGES, 'gateway esp32-s3')).toEqual([]);
  expect(findImages(IMAGES, BUILD_FOLDER).length).toBe(250);
  expect(findImages(IMAGES, image(123).imageId)).toEqual([image(123)]);
});

test('a search finds a digest by its start and not by its middle', () => {
  const [digest] = [image(123).imageId];
  expect(findImages(IMAGES, digest.slice(0, 8))).toEqual([image(123)]);
  expect(findImages(IMAGES, digest.slice(20))).toEqual([]);
});

test('an image that names no project is called by its file', () => {
  expect(imageTitle({ projectName: null, version: null, fileName: 'app.bin' })).toBe('app.bin');
  expect(imageTitle({ projectName: 'hub', version: null, fileName: 'app.bin' })).toBe('hub');
});

test('what a row shows by marks, its label says in words', () => {
  const label = rowLabel(t, image(4), null);
  expect(label).toContain('unavailable');
  expect(rowLabel(t, image(6), null)).toContain('has problems');
  expect(rowLabel(t, image(2), watchedBuild(0))).toContain('a newer build is there');
  expect(rowLabel(t, image(2), watchedBuild(0, { imageId: image(2).imageId }))).not.toContain('newer');
});

test('of many builds from one place the mark is on the last build, or on the newest that is kept', () => {
  const other = watchedBuild(0);
  expect([...rebuildMarks(IMAGES, [other])]).toEqual([[image(2).imageId, other]]);
  const kept = watchedBuild(0, { imageId: image(10).imageId });
  expect([...rebuildMarks(IMAGES, [kept])]).toEqual([[image(10).imageId, kept]]);
  expect(rebuildMarks(IMAGES, [watchedBuild(0, { lastBuiltAtMs: null })]).size).toBe(0);
});

test('an image belongs to the watch of its file, of its folder or of its bytes, and to no other', () => {
  const watch = watchedBuild(0);
  const from = (source: string, imageId = 'a'.repeat(64)) => ({ source, imageId });
  expect(watchOf(from(`${BUILD_FOLDER}/sensor_hub.bin`), [watch])).toBe(watch);
  expect(watchOf(from('dropped', watch.imageId ?? ''), [watch])).toBe(watch);
  expect(watchOf(from('dropped'), [watch], BUILD_FOLDER)).toBe(watch);
  expect(watchOf(from(`${BUILD_FOLDER}/bootloader/sensor_hub.bin`), [watch])).toBeNull();
});

test('only a whole path counts as where an image came from', () => {
  expect(pathOf({ source: '/a/b.bin' })).toBe('/a/b.bin');
  expect(pathOf({ source: 'C:\\b\\a.bin' })).toBe('C:\\b\\a.bin');
  expect(pathOf({ source: '\\\\host\\share\\a.bin' })).toBe('\\\\host\\share\\a.bin');
  for (const source of ['dropped', 'demo', 'merged.bin, 0x10000']) expect(pathOf({ source })).toBeNull();
});
