import type { ImageSummary, WatchState } from '../../shared/contract/values.ts';

/** The part of an image that tells which build it came from. */
export type FromBuild = Pick<ImageSummary, 'imageId' | 'source'>;

/** The watch that follows the build an image came from; null for none. */
export function watchOf(
  image: FromBuild,
  watches: readonly WatchState[],
  folder: string | null = null,
): WatchState | null {
  return (
    watches.find(
      ({ path, file, imageId }) =>
        imageId === image.imageId ||
        image.source === file ||
        image.source === path ||
        (folder !== null && folder === path),
    ) ?? null
  );
}

/** Whether something newer than this image was built where it came from. */
export function isOutdated(image: FromBuild, watch: WatchState): boolean {
  return watch.imageId !== null && watch.imageId !== image.imageId;
}

/** The file an image came from, where that is known and not just how it came. */
export function pathOf({ source }: Pick<ImageSummary, 'source'>): string | null {
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(source) ? source : null;
}
