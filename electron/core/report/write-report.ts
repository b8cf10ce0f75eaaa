import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { renderHtml } from '../../../shared/report/html/render-html.ts';
import { renderJson } from '../../../shared/report/make-report.ts';
import { renderJunit } from '../../../shared/report/render-junit.ts';
import type { Report } from '../../../shared/report/report-schema.ts';
import type { Language } from '../../../shared/text/language.ts';
import { sealFolder } from './seal-folder.ts';
import type { SigningKey } from './signing-key.ts';
import { zipFolder } from './zip-folder.ts';

export interface WriteReportOptions {
  /** `reports` of the data directory. */
  readonly dir: string;
  readonly reportId: string;
  /** Fills `logs/` of the folder given, and makes the report of it. */
  readonly fill: (folder: string) => Promise<Report>;
  readonly language: Language;
  readonly key: () => Promise<SigningKey | null>;
}

/** Unfinished folders begin so; a start removes those that a crash left. */
export const UNFINISHED = '.unfinished-';

/** Writes a report as a folder and as a zip; each is there whole, or not at all. @throws as the file system does */
export async function writeReport(options: WriteReportOptions): Promise<void> {
  const { dir, reportId, fill, language, key } = options;
  const draft = path.join(dir, `${UNFINISHED}${reportId}`);
  const draftZip = `${draft}.zip`;
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(path.join(draft, 'logs'), { recursive: true, mode: 0o700 });
    const report = await fill(draft);
    await writeReportFiles(draft, report, language);
    await sealFolder(draft, await key());
    await zipFolder(draft, reportId, draftZip);
    // Of the same update, by a program that died before it had kept all of it.
    await rm(path.join(dir, reportId), { recursive: true, force: true });
    await rename(draft, path.join(dir, reportId));
    await rename(draftZip, path.join(dir, `${reportId}.zip`));
  } catch (thrown) {
    await Promise.allSettled([draft, draftZip].map((each) => rm(each, { recursive: true, force: true })));
    throw thrown;
  }
}

/** The three files that people, programs and build servers read. Each is replaced in one step. */
export async function writeReportFiles(folder: string, report: Report, language: Language): Promise<void> {
  const files = [
    ['report.json', renderJson(report)],
    ['junit.xml', renderJunit(report)],
    ['report.html', renderHtml(report, language)],
  ] as const;
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  }
}
