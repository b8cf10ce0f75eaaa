import type { ImageSummary, WatchState } from '../../shared/contract/values.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { dateText, exactBytes } from '../text/format.ts';
import { outcomeWord } from '../text/outcome-word.ts';
import { isOutdated } from '../watch/watched.ts';

/** Project and version, or the file name of an image that tells neither. */
export function imageTitle({ projectName, version, fileName }: ImageTitle): string {
  const known = [projectName, version].filter((part) => part !== null).join(' ');
  return known === '' ? fileName : known;
}

type ImageTitle = Pick<ImageSummary, 'projectName' | 'version' | 'fileName'>;

/** Where an image came from: the core's words for it, or a path as it is. */
export function sourceText(t: Translator, source: string): string {
  return source === 'dropped' || source === 'demo' ? t(`page:source_${source}`) : source;
}

/** What a screen reader is told of a row. */
export function rowLabel(t: Translator, image: ImageSummary, rebuilt: WatchState | null): string {
  const { chip, sizeBytes, addedAtMs, fileName, available, sound, lastPush, notes } = image;
  return [
    imageTitle(image),
    fileName,
    chip,
    exactBytes(sizeBytes),
    t('page:addedAt', { date: dateText(addedAtMs) }),
    available ? null : t('page:unavailable'),
    sound ? null : t('page:hasProblems'),
    rebuilt !== null && isOutdated(image, rebuilt) ? t('page:newerBuild') : null,
    lastPush === null ? t('page:neverPushed') : outcomeWord(t, lastPush.outcome),
    notes === '' ? null : notes,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** Images in which every word of `query` occurs: names, version, chip, file, source, notes, the start of a digest. */
export function findImages(images: readonly ImageSummary[], query: string): readonly ImageSummary[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return images;
  return images.filter((image) => {
    const { projectName, version, chip, fileName, source, notes, imageId, partitionSha256 } = image;
    const text = [projectName, version, chip, fileName, source, notes].join('\n').toLowerCase();
    const hasDigest = (word: string): boolean =>
      imageId.startsWith(word) || partitionSha256?.startsWith(word) === true;
    return words.every((word) => text.includes(word) || hasDigest(word));
  });
}

/**
 * By imageId, the watch that a row marks: the build itself where the library has it, else the newest image
 * that came from the same place.
 */
export function rebuildMarks(
  images: readonly ImageSummary[],
  watches: readonly WatchState[],
): ReadonlyMap<string, WatchState> {
  const marks = new Map<string, WatchState>();
  for (const watch of watches) {
    if (watch.lastBuiltAtMs === null) continue;
    const marked =
      images.find(({ imageId }) => imageId === watch.imageId) ??
      images.find(({ source }) => source === watch.file || source === watch.path);
    if (marked !== undefined) marks.set(marked.imageId, watch);
  }
  return marks;
}
