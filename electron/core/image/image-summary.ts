import type { ImageEntry, ImageSummary } from '../../../shared/contract/values.ts';
import { isSoundApp } from '../../../shared/esp/image-facts.ts';

/** What a list shows of an image: a page gets a thousand of them at once, and one at each change. */
export function summaryOf(entry: ImageEntry): ImageSummary {
  const { imageId, fileName, urlName, notes, addedAtMs, source, available, facts, pushes } = entry;
  const { chip, projectName, version, sizeBytes, partitionSha256 } = facts;
  return {
    imageId,
    fileName,
    urlName,
    notes,
    addedAtMs,
    source,
    available,
    chip,
    projectName,
    version,
    sizeBytes,
    partitionSha256,
    sound: isSoundApp(facts),
    pushCount: pushes.length,
    lastPush: pushes.at(-1) ?? null,
  };
}
