/** Files that vouch for the others, and are not listed themselves. */
export const MANIFEST_FILE = 'manifest.sha256';
export const SIGNATURE_FILE = 'manifest.sig';
export const PUBLIC_KEY_FILE = 'manifest.pub.pem';
const UNLISTED = [MANIFEST_FILE, SIGNATURE_FILE, PUBLIC_KEY_FILE];

/** By path inside the report, with `/`: the SHA-256 of the file's bytes in hex. */
export type Manifest = ReadonlyMap<string, string>;

/** The lines that `sha256sum --check` reads. */
export function formatManifest(manifest: Manifest): string {
  const paths = [...manifest.keys()].sort();
  return paths.map((path) => `${manifest.get(path)}  ${path}\n`).join('');
}

/** Null for a text that is no manifest of ours. */
export function parseManifest(text: string): Manifest | null {
  const manifest = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, digest, path] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (digest === undefined || path === undefined || manifest.has(path)) return null;
    manifest.set(path, digest);
  }
  return manifest.size === 0 ? null : manifest;
}

/** One file of a report, compared with its line of the manifest. */
export interface ComparedFile {
  readonly path: string;
  readonly state: 'unchanged' | 'altered' | 'missing' | 'extra';
  /** Null where it is not listed, and where it is missing. */
  readonly expectedSha256: string | null;
  readonly foundSha256: string | null;
}

/** What is there against what was written; the files that vouch are not compared. */
export function compareFiles(manifest: Manifest, found: Manifest): readonly ComparedFile[] {
  const paths = [...new Set([...manifest.keys(), ...found.keys()])].filter(
    (path) => !UNLISTED.includes(path),
  );
  return paths.sort().map((path) => {
    const expectedSha256 = manifest.get(path) ?? null;
    const foundSha256 = found.get(path) ?? null;
    return { path, state: stateOf(expectedSha256, foundSha256), expectedSha256, foundSha256 };
  });
}

function stateOf(expected: string | null, found: string | null): ComparedFile['state'] {
  if (expected === null) return 'extra';
  if (found === null) return 'missing';
  return expected === found ? 'unchanged' : 'altered';
}
