import { parseAppDescriptor } from '../../shared/esp/app-descriptor.ts';
import { extractApp, findMerged } from '../../shared/esp/merged-image.ts';

/** A dropped file that holds whole flash, and the apps that can be taken out of it. */
export interface MergedFile {
  readonly fileName: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly apps: readonly MergedApp[];
}

/** An app inside a merged image, by what its descriptor says. */
export interface MergedApp {
  /** In the file, bytes. */
  readonly offset: number;
  readonly sizeBytes: number;
  /** Of its partition, where the table names one. */
  readonly label: string | null;
  readonly projectName: string | null;
  readonly version: string | null;
}

/** The apps of a merged image; null where the file is something else or holds none. */
export function mergedFile(fileName: string, bytes: Uint8Array<ArrayBuffer>): MergedFile | null {
  const apps = (findMerged(bytes)?.parts ?? [])
    .filter(({ kind }) => kind === 'app')
    .map((part): MergedApp => {
      const descriptor = parseAppDescriptor(extractApp(bytes, part));
      return {
        offset: part.offset,
        sizeBytes: part.length,
        label: part.label,
        projectName: descriptor?.projectName ?? null,
        version: descriptor?.version ?? null,
      };
    });
  return apps.length === 0 ? null : { fileName, bytes, apps };
}
