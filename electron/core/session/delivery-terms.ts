import { WorkbenchError } from '../../../shared/errors.ts';
import type { Delivery } from '../../../shared/ota/delivery.ts';
import { PLAIN_DELIVERY } from '../../../shared/ota/delivery.ts';
import type { Credentials } from '../server/access-grant.ts';
import { urlAt } from './host-choice.ts';

/** Where the server listens; `plainPort` null: over TLS alone. */
export interface ServerPorts {
  readonly port: number;
  readonly plainPort: number | null;
}

/**
 * How a push hands its image over.
 * @throws WorkbenchError server/no-plain-port; push/link-needs-url and push/password-needed for firmware with a URL of
 *   its own, which nobody could tell a link or a random password
 */
export function deliveryTerms(
  start: { readonly delivery?: Delivery | undefined; readonly sendUrl: boolean },
  { plainPort }: ServerPorts,
): Delivery {
  const { delivery = PLAIN_DELIVERY, sendUrl } = start;
  const { access, scheme } = delivery;
  if (scheme === 'http' && plainPort === null) throw new WorkbenchError('server/no-plain-port');
  if (!sendUrl && access.kind === 'token') throw new WorkbenchError('push/link-needs-url');
  if (!sendUrl && access.kind === 'basic' && (access.user === null || access.password === null))
    throw new WorkbenchError('push/password-needed');
  return delivery;
}

/** The URL of what was published, with the name and password in it that a board needs. */
export function publishedUrl(
  host: string,
  { port, plainPort }: ServerPorts,
  { scheme }: Delivery,
  published: { readonly path: string; readonly credentials: Credentials | null },
): string {
  const { path, credentials } = published;
  const login = credentials === null ? '' : `${credentials.user}:${credentials.password}@`;
  if (scheme === 'https') return urlAt(`${login}${host}`, port, path);
  return `http://${login}${host}:${plainPort ?? port}${path}`;
}
