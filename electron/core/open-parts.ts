import type { CoreOptions } from './core.ts';
import type { DataPaths } from './data/data-paths.ts';
import type { ImageLibrary } from './image/image-library.ts';
import { openImageLibrary } from './image/image-library.ts';
import type { PathAccess } from './image/path-access.ts';
import { openPathAccess } from './image/path-access.ts';
import { MappingFiles } from './mapping/mapping-files.ts';
import type { World } from './ports.ts';
import { SettingsStore } from './settings/settings-store.ts';
import { AuthorityChanges } from './tls/authority-changes.ts';
import type { BenchCertificates } from './tls/bench-certificates.ts';
import { openBenchCertificates } from './tls/bench-certificates.ts';

/** What is read from the data directory before anything runs. */
export interface Parts {
  readonly paths: DataPaths;
  readonly settings: SettingsStore;
  readonly certificates: BenchCertificates;
  readonly authorityChanges: AuthorityChanges;
  readonly library: ImageLibrary;
  readonly pathAccess: PathAccess;
  readonly mappings: MappingFiles;
}

/** @throws WorkbenchError data/not-writable, cert/invalid, path/not-a-folder */
export async function openParts(paths: DataPaths, options: CoreOptions, world: World): Promise<Parts> {
  const { clock, sha256 } = world;
  const anyPath = options.shell !== 'station';
  const settings = new SettingsStore({ file: paths.settingsFile, clock, onDamaged: world.onNotice });
  const trust = { dir: paths.certs, clock, settings: () => settings.current.trust };
  const certificates = await openBenchCertificates(trust);
  return {
    paths,
    settings,
    certificates,
    authorityChanges: new AuthorityChanges({ ...trust, bench: certificates }),
    library: await openImageLibrary({ dir: paths.images, clock, sha256 }),
    pathAccess: await openPathAccess(anyPath ? 'any' : (options.allowedFolders ?? [])),
    mappings: await MappingFiles.open(paths.mappings),
  };
}
