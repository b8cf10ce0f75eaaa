import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** One file of the built page, ready to be answered with. */
export interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.map': 'application/json',
};

/** The built page, by URL path. Names are looked up among the files that are there, never joined to a path. */
export class PageFiles {
  readonly #files: ReadonlyMap<string, string>;

  /** Lists `dir` once; a missing folder gives no files. */
  constructor(dir: string) {
    this.#files = new Map(listFiles(dir));
  }

  /** `/` is `index.html`; null for whatever is not a file of the page. */
  async read(urlPath: string): Promise<PageFile | null> {
    const file = this.#files.get(urlPath === '/' ? '/index.html' : urlPath);
    if (file === undefined) return null;
    const bytes = await readFile(file).then(
      (read) => new Uint8Array(read),
      // It was there when the program started: the clone was built anew meanwhile.
      () => null,
    );
    if (bytes === null) return null;
    return { bytes, contentType: TYPES[path.extname(file)] ?? 'application/octet-stream' };
  }
}

function listFiles(dir: string): [string, string][] {
  try {
    return readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [`/${path.relative(dir, file).replaceAll(path.sep, '/')}`, file];
      });
  } catch {
    return [];
  }
}
