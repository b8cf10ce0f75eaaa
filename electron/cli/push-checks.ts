import { WorkbenchError } from '../../shared/errors.ts';
import type { Access } from '../../shared/ota/delivery.ts';
import { PLAIN_DELIVERY } from '../../shared/ota/delivery.ts';
import { standingProblems } from '../../shared/ota/file-problems.ts';
import type { PreflightName } from '../../shared/ota/preflight.ts';
import { MAX_URL_BYTES } from '../../shared/ota/preflight-board.ts';
import type { CoreClient } from './client.ts';
import { imageErrorOf } from './image-event.ts';
import type { ImageFile } from './read-image-file.ts';
import type { ServerOptions } from './server-options.ts';
import type { UpdateOptions } from './update-options.ts';

/** The shortest host a URL of ours can have: four figures. */
const SHORTEST_HOST = '0.0.0.0';

/** @throws WorkbenchError image/… for a problem of the file that is not overridden */
export function refuseUnsoundImage(image: ImageFile, override: 'all' | readonly PreflightName[]): void {
  const standing = standingProblems(image.facts, override);
  if (image.facts.problems.length > 0 && standing.length === 0) return;
  const error = imageErrorOf({ ...image, facts: { ...image.facts, problems: standing } });
  if (error !== null) throw error;
}

/**
 * Refuses a URL that is too long whatever address the board is given, before anything is started.
 * @throws WorkbenchError push/url-too-long
 */
export function refuseLongUrl(
  client: CoreClient,
  options: ServerOptions & Pick<UpdateOptions, 'override' | 'delivery'>,
  urlName: string,
): void {
  if (options.override === 'all' || options.override.includes('url-length')) return;
  const kept = client.state('settings')?.server;
  const bind = options.bind ?? kept?.bind ?? null;
  const host = options.host ?? kept?.host ?? (bind === '0.0.0.0' ? null : bind);
  const port = options.serverPort ?? kept?.port ?? 8002;
  const { access, scheme } = options.delivery ?? PLAIN_DELIVERY;
  const at = `${host ?? SHORTEST_HOST}:${scheme === 'http' ? (options.plainPort ?? port) : port}`;
  const { login, link } = addedBy(access);
  const length = Buffer.byteLength(`${scheme}://${login}${at}/firmware/${link}${urlName}.bin`);
  if (length > MAX_URL_BYTES) throw new WorkbenchError('push/url-too-long', { length });
}

/** What a password or a link adds to a URL, with stand-ins for what is made at random. */
function addedBy(access: Access): { readonly login: string; readonly link: string } {
  if (access.kind === 'token') return { login: '', link: `${'x'.repeat(22)}/` };
  if (access.kind === 'open') return { login: '', link: '' };
  return { login: `${access.user ?? 'board'}:${access.password ?? 'x'.repeat(16)}@`, link: '' };
}

/** @throws WorkbenchError serial/no-modem-lines */
export function requireLines(client: CoreClient, deviceId: string, path: string): void {
  if (client.state('board', deviceId)?.hasModemLines === false) {
    throw new WorkbenchError('serial/no-modem-lines', { path });
  }
}
