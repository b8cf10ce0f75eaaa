import { WorkbenchError } from '../../shared/errors.ts';
import type { GivenAliases } from './alias-flags.ts';
import type { CoreClient } from './client.ts';

/** An image that a path can lead to. */
export interface NamedImage {
  readonly fileName: string;
  readonly imageId: string;
}

/**
 * Has the server answer these names, paths and port besides those of the settings, for this command alone. A path
 * without a file leads to the only one of `images`, or where there are none to whatever is pushed.
 * @throws WorkbenchError alias/no-image, server/address-in-use, server/permission-denied
 */
export async function applyAliases(
  client: CoreClient,
  given: GivenAliases | null,
  images: readonly NamedImage[] | null,
): Promise<readonly string[]> {
  if (given === null) return [];
  const saved = client.state('settings')?.aliases ?? { hosts: [], paths: [], port: null };
  const paths = given.paths.map(({ path, file }) => ({ path, target: targetOf(path, file, images) }));
  const own = new Set(paths.map(({ path }) => path));
  const port = given.port ?? saved.port;
  const hosts = [...saved.hosts, ...given.hosts];
  const others = saved.paths.filter(({ path }) => !own.has(path)).map((each) => ({ ...each }));
  await client.call('network.setAliases', { hosts, paths: [...others, ...paths], port, keep: false });
  return aliasUrls(client, given, port);
}

function targetOf(path: string, file: string | null, images: readonly NamedImage[] | null): string {
  if (images === null) return 'pushed';
  const found =
    file === null && images.length === 1 ? images[0] : images.find(({ fileName }) => fileName === file);
  if (found === undefined) throw new WorkbenchError('alias/no-image', { path });
  return found.imageId;
}

/** Every path that was given, at every host that was given or, without one, at every address. */
function aliasUrls(
  client: CoreClient,
  { hosts, paths }: GivenAliases,
  port: number | null,
): readonly string[] {
  const server = client.state('server');
  if (server?.kind !== 'listening') return [];
  const bases =
    hosts.length > 0
      ? hosts.map((host) => `https://${host}:${port ?? server.port}`)
      : server.urls.map((url) => (port === null ? url : url.replace(/:\d+$/, `:${port}`)));
  return bases.flatMap((base) => paths.map(({ path }) => `${base}${path}`));
}
