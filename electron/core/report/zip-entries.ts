import type { Readable } from 'node:stream';
import type { Entry, ZipFile } from 'yauzl';
import { open } from 'yauzl';

/** Calls `visit` with each file of a zip in turn. @throws where it is no sound zip, or a name leads outside it */
export async function eachZipEntry(
  file: string,
  visit: (name: string, stream: Readable, sizeBytes: number) => Promise<void>,
): Promise<void> {
  const zip = await openZip(file);
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on('error', reject);
      zip.on('end', resolve);
      zip.on('entry', (entry: Entry) => {
        if (entry.fileName.endsWith('/')) return zip.readEntry();
        read(zip, entry)
          .then((stream) => visit(entry.fileName, stream, entry.uncompressedSize))
          .then(() => zip.readEntry(), reject);
      });
      zip.readEntry();
    });
  } finally {
    zip.close();
  }
}

function openZip(file: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(file, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, zip) =>
      error === null || error === undefined ? resolve(zip) : reject(error),
    );
  });
}

function read(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) =>
      error === null || error === undefined ? resolve(stream) : reject(error),
    );
  });
}
