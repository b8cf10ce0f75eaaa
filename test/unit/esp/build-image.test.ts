import { describe, expect, test } from 'vitest';

import { buildBootloaderImage } from '../../../shared/esp/build-bootloader.ts';
import { buildAppImage } from '../../../shared/esp/build-image.ts';
import { CHIPS } from '../../../shared/esp/chips.ts';
import { isSoundApp } from '../../../shared/esp/image-facts.ts';
import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import { sha256, sha256Hex } from '../../support/digests.ts';

describe.each(CHIPS.map((chip) => [chip.name, chip] as const))('%s', (name, chip) => {
  test.each(Array.from({ length: 16 }, (_, index) => index + 1))(
    'an app of %i segments is sound',
    (segments) => {
      const facts = inspectImage(buildAppImage({ chipId: chip.id, segments }, sha256), sha256);
      expect(facts).toMatchObject({ kind: 'app', problems: [], chip: name, chipId: chip.id });
      expect(facts.segments).toHaveLength(segments);
      expect(facts.segments.map(({ memory }) => memory)).not.toContain('unknown');
      expect(facts.segments[0]?.memory).toBe('DROM');
      expect(isSoundApp(facts)).toBe(true);
    },
  );

  test.each([true, false])('a bootloader with descriptor: %s is known as one', (descriptor) => {
    const facts = inspectImage(
      buildBootloaderImage({ chipId: chip.id, descriptor }, sha256),
      sha256,
      'b.bin',
    );
    expect(facts).toMatchObject({
      kind: 'bootloader',
      chip: name,
      appendedSha256Valid: true,
      idfVersion: descriptor ? 'v5.3.4' : null,
      bootloaderVersion: descriptor ? 1 : null,
      problems: [{ code: 'image/not-an-app', params: { file: 'b.bin', kind: 'bootloader' } }],
    });
  });
});

test.each([4_096, 65_536, 912_384, 1 << 20, 16 << 20])('a size of %i bytes is met exactly', (sizeBytes) => {
  for (const segments of [1, 6, 16]) {
    for (const hashAppended of [true, false]) {
      expect(buildAppImage({ sizeBytes, segments, hashAppended }, sha256)).toHaveLength(sizeBytes);
    }
  }
});

test('the same seed gives the same bytes, another seed others', () => {
  const hash = (seed: number) => sha256Hex(buildAppImage({ seed }, sha256));
  expect(hash(1)).toBe(hash(1));
  expect(hash(2)).not.toBe(hash(1));
});
