import { expect, test } from 'vitest';

import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import { faultBody, fillBody, paramsFor } from '../../../shared/faults/fault-body.ts';
import { withVersion } from '../../../shared/faults/reseal.ts';
import { sha256 } from '../../support/digests.ts';
import { signedV2, soundApp } from '../../support/images.ts';

const IMAGE = soundApp({ version: '1.2.3', sizeBytes: 0x8000, seed: 4 });
const SLOT_BYTES = 0x10000;
const facts = (bytes: Uint8Array) => inspectImage(bytes, sha256, 'app.bin');
const body = (name: Parameters<typeof faultBody>[0]): Uint8Array =>
  faultBody(name, IMAGE, paramsFor(name, {}, IMAGE.length), SLOT_BYTES, sha256);

test('another version leaves an image sound, of the same size, and told apart by every digest', () => {
  const other = facts(withVersion(IMAGE, '1.2.3-a1', sha256));
  const own = facts(IMAGE);
  expect(other).toMatchObject({ problems: [], version: '1.2.3-a1', sizeBytes: IMAGE.length });
  expect(other.partitionSha256).not.toBe(own.partitionSha256);
  expect(other.appElfSha256).not.toBe(own.appElfSha256);
});

test('a version of the longest kind keeps its NUL out of the next field', () => {
  const version = 'v'.repeat(31);
  expect(facts(withVersion(IMAGE, version, sha256))).toMatchObject({
    version,
    projectName: facts(IMAGE).projectName,
  });
});

test('an image without an appended digest is sealed by its checksum alone', () => {
  const bare = soundApp({ version: '1.0.0', hashAppended: false });
  expect(facts(withVersion(bare, '9.9.9', sha256)).problems).toEqual([]);
});

test('a signature behind the image is left where it is', () => {
  const signed = signedV2(IMAGE);
  const other = withVersion(signed, '2.0.0', sha256);
  expect(other).toHaveLength(signed.length);
  expect(facts(other).signature?.blocks[0]?.digestMatches).toBe(false);
});

test('what is no app image is not made one', () => {
  expect(withVersion(Buffer.from('hello'), '1', sha256)).toEqual(Buffer.from('hello'));
});

test('a flipped bit is found by checksum and digest, and by nothing before them', () => {
  expect(facts(body('flipped-bit')).problems.map(({ code }) => code)).toContain('image/bad-checksum');
  expect(facts(body('flipped-bit')).segments).toEqual(facts(IMAGE).segments);
});

test('a flipped bit is put into data where the place asked for is a segment’s header', () => {
  const { segments } = facts(IMAGE);
  const header = (segments[1]?.offset ?? 0) - 4;
  const changed = faultBody('flipped-bit', IMAGE, { atBytes: header }, SLOT_BYTES, sha256);
  expect(facts(changed).segments).toEqual(segments);
});

test('a wrong chip is the only thing wrong with the image', () => {
  expect(facts(body('wrong-chip'))).toMatchObject({ problems: [], chip: 'ESP32-S2' });
});

test.each([
  ['truncated-body', 0x4000],
  ['truncated-header', 180],
  ['random-body', 32_000],
  ['too-large', SLOT_BYTES + 4_096],
] as const)('%s has %i bytes', (name, length) => {
  expect(body(name)).toHaveLength(length);
});

test('random bytes begin with no magic byte and are the same each time', () => {
  expect(body('random-body')[0]).toBe(0);
  expect(body('random-body')).toEqual(body('random-body'));
});

test('no beginning of the image together with the filling’s end is a sound image', () => {
  const filling = fillBody(IMAGE);
  for (let at = 0x100; at < IMAGE.length; at += at < IMAGE.length - 64 ? 0x40 : 1) {
    const slot = filling.slice();
    slot.set(IMAGE.subarray(0, at));
    expect(facts(slot).problems, `cut at ${at}`).not.toEqual([]);
  }
});

test('the same holds where no digest is appended', () => {
  const bare = soundApp({ hashAppended: false, sizeBytes: 0x8000 });
  const filling = fillBody(bare);
  for (let at = 0x100; at < bare.length; at += at < bare.length - 64 ? 0x40 : 1) {
    const slot = filling.slice();
    slot.set(bare.subarray(0, at));
    expect(facts(slot).problems, `cut at ${at}`).not.toEqual([]);
  }
});

test('a place behind the image is drawn into it', () => {
  expect(paramsFor('reset', { atBytes: 99_999 }, 1_000).atBytes).toBe(999);
});

test('a header that is cut short stays shorter than a header, whatever is asked for', () => {
  expect(paramsFor('truncated-header', {}, 100_000).atBytes).toBe(180);
  expect(paramsFor('truncated-header', { atBytes: 24 }, 100_000).atBytes).toBe(24);
  // With one byte more it would be a body that is cut, and what is left in the slot could complete it.
  expect(paramsFor('truncated-header', { atBytes: 50_000 }, 100_000).atBytes).toBe(288);
});
