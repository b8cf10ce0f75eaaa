import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';

import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import type { ComparedFile } from '../../../shared/report/manifest.ts';
import {
  compareFiles,
  MANIFEST_FILE,
  PUBLIC_KEY_FILE,
  parseManifest,
  SIGNATURE_FILE,
} from '../../../shared/report/manifest.ts';
import { fileDigest, filesBelow, streamDigest } from './folder-files.ts';
import { isSignedBy, publicKeyId } from './signing-key.ts';
import { eachZipEntry } from './zip-entries.ts';

/** What became of a report since it was written. */
export interface Verification {
  readonly source: 'folder' | 'zip';
  /** `unchanged`: every listed file is there as it was, none was added, and a signature holds. */
  readonly result: 'unchanged' | 'altered';
  readonly files: readonly ComparedFile[];
  readonly signature: {
    readonly state: 'none' | 'valid' | 'invalid';
    /** SHA-256 of the key that it claims; null without a signature. */
    readonly keyId: string | null;
    /** Whose key that is: the one asked for, this installation's, or nobody's known here. */
    readonly key: 'asked' | 'installation' | 'unknown' | null;
  };
}

/** Keys that are known: of this installation, and the one that must have signed. */
export interface KnownKeys {
  readonly installation: string | null;
  readonly asked: string | null;
}

interface Content {
  readonly source: 'folder' | 'zip';
  readonly found: Map<string, string>;
  readonly vouching: Map<string, Uint8Array>;
}

const VOUCHING = [MANIFEST_FILE, SIGNATURE_FILE, PUBLIC_KEY_FILE];
/** A manifest of a hundred thousand files is smaller. */
const MAX_VOUCHING_BYTES = 16 * 1024 * 1024;

/** Compares a report, as its folder or its zip, with its manifest. @throws WorkbenchError report/unreadable */
export async function verifyReport(file: string, keys: KnownKeys): Promise<Verification> {
  const { source, found, vouching } = await read(file);
  const bytes = vouching.get(MANIFEST_FILE);
  if (bytes === undefined) throw unreadable(file, `it has no ${MANIFEST_FILE}`);
  const manifest = parseManifest(Buffer.from(bytes).toString('utf8'));
  if (manifest === null) throw unreadable(file, `its ${MANIFEST_FILE} is none`);
  const files = compareFiles(manifest, found);
  const signature = signatureOf(bytes, vouching, keys);
  const signed = signature.state === 'valid' || (signature.state === 'none' && keys.asked === null);
  const asAsked = keys.asked === null || signature.key === 'asked';
  const whole = files.every(({ state }) => state === 'unchanged');
  return { source, result: whole && signed && asAsked ? 'unchanged' : 'altered', files, signature };
}

function signatureOf(
  manifest: Uint8Array,
  vouching: Content['vouching'],
  keys: KnownKeys,
): Verification['signature'] {
  const signature = vouching.get(SIGNATURE_FILE);
  const pem = vouching.get(PUBLIC_KEY_FILE);
  if (signature === undefined && pem === undefined) return { state: 'none', keyId: null, key: null };
  const text = Buffer.from(pem ?? []).toString('utf8');
  const keyId = publicKeyId(text);
  const valid = signature !== undefined && isSignedBy(text, manifest, signature);
  const known = keyId === keys.installation ? 'installation' : 'unknown';
  const key = keyId === null ? null : keyId === keys.asked ? 'asked' : known;
  return { state: valid ? 'valid' : 'invalid', keyId, key };
}

async function read(file: string): Promise<Content> {
  try {
    return (await lstat(file)).isDirectory() ? await readFolder(file) : await readZip(file);
  } catch (cause) {
    throw unreadable(file, messageOf(cause), cause);
  }
}

async function readFolder(folder: string): Promise<Content> {
  const found = new Map<string, string>();
  const vouching = new Map<string, Uint8Array>();
  for (const name of await filesBelow(folder)) {
    const file = path.join(folder, name);
    // A link may lead anywhere: it is not what was written.
    const isFile = (await lstat(file)).isFile();
    if (isFile && VOUCHING.includes(name)) vouching.set(name, await readFile(file));
    else found.set(name, isFile ? await fileDigest(file) : 'not a file');
  }
  return { source: 'folder', found, vouching };
}

/** A zip holds the folder under its name; of two entries with one name the report is not what was written. */
async function readZip(file: string): Promise<Content> {
  const found = new Map<string, string>();
  const vouching = new Map<string, Uint8Array>();
  const tops = new Set<string>();
  await eachZipEntry(file, async (entry, stream, sizeBytes) => {
    const [top = '', ...rest] = entry.split('/');
    const name = rest.join('/');
    tops.add(top);
    if (name === '') found.set(`../${top}`, await streamDigest(stream));
    else if (!VOUCHING.includes(name))
      found.set(name, found.has(name) ? 'twice' : await streamDigest(stream));
    else if (vouching.has(name) || sizeBytes > MAX_VOUCHING_BYTES) throw new Error(`${name} is there twice`);
    else vouching.set(name, await allOf(stream));
  });
  if (tops.size > 1) throw new Error('it holds more than one folder');
  return { source: 'zip', found, vouching };
}

async function allOf(stream: Readable): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part as Uint8Array);
  return Buffer.concat(parts);
}

function unreadable(file: string, detail: string, cause?: unknown): WorkbenchError {
  return new WorkbenchError('report/unreadable', { file, detail }, { cause });
}
