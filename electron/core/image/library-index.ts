import type { ImageEntry, PushRecord } from '../../../shared/contract/values.ts';

/** Grows when the facts change their shape or meaning: older ones are then read from the files again. */
const FACTS_VERSION = 2;
const MAX_PUSHES = 500;

/** What the index keeps of an image; whether its file is there is seen anew at each start. */
export type IndexedImage = Omit<ImageEntry, 'available'>;

/** What an index holds, its facts null where another version of the reader wrote them. */
export type ReadIndexedImage = Omit<IndexedImage, 'facts'> & { readonly facts: ImageEntry['facts'] | null };

export function encodeIndex(images: readonly IndexedImage[]): string {
  return `${JSON.stringify({ factsVersion: FACTS_VERSION, images: images.map(withFewPushes) })}\n`;
}

/** What can be used of an index file: a damaged entry is left out, a damaged file gives none. */
export function decodeIndex(text: string): readonly ReadIndexedImage[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  const { factsVersion, images } = asObject(parsed);
  if (!Array.isArray(images)) return [];
  return images.map(asObject).flatMap((image) => {
    const read = decodeImage(image, factsVersion === FACTS_VERSION);
    return read === null ? [] : [read];
  });
}

function decodeImage(image: Fields, factsAreOurs: boolean): ReadIndexedImage | null {
  const { imageId, fileName, urlName, notes, addedAtMs, source, facts, pushes } = image;
  if (typeof imageId !== 'string' || !/^[0-9a-f]{64}$/.test(imageId)) return null;
  if (typeof fileName !== 'string' || typeof notes !== 'string' || typeof source !== 'string') return null;
  if (typeof urlName !== 'string' || !/^[A-Za-z0-9._-]{1,40}$/.test(urlName)) return null;
  if (typeof addedAtMs !== 'number') return null;
  const known = factsAreOurs && asObject(facts).fileSha256 === imageId;
  return {
    imageId,
    fileName,
    urlName,
    notes,
    addedAtMs,
    source,
    pushes: Array.isArray(pushes) ? pushes.filter(isPushRecord) : [],
    facts: known ? (facts as ImageEntry['facts']) : null,
  };
}

function isPushRecord(value: unknown): value is PushRecord {
  const { pushId, deviceId, atMs, outcome, durationMs } = asObject(value);
  const texts = [pushId, deviceId, outcome].every((field) => typeof field === 'string');
  return texts && typeof atMs === 'number' && typeof durationMs === 'number';
}

function withFewPushes(image: IndexedImage): IndexedImage {
  return image.pushes.length <= MAX_PUSHES ? image : { ...image, pushes: image.pushes.slice(-MAX_PUSHES) };
}

type Fields = Readonly<Record<string, unknown>>;

function asObject(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
