import { WorkbenchError } from '../errors.ts';
import { parseIpv4 } from './ipv4.ts';

/** Labels of letters, digits, hyphens and underscores, as a certificate and a board's firmware can name them. */
const HOST =
  /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/** What firmware may have as a path, letter by letter: no query, nothing that another reader would decode or shorten. */
const PATH = /^\/[A-Za-z0-9._~!$&'()*+,;=:@/-]{1,200}$/;

/** Answered by the server itself, or given to pushes. */
const TAKEN = /^\/(?:health$|firmware\/[0-9a-f]{16}\/)/;

/** A host name or address as the certificate will name it, in lower case. @throws WorkbenchError alias/bad-host */
export function aliasHost(given: string): string {
  const host = given.trim().toLowerCase().replace(/\.$/, '');
  const numeric = /^[\d.]+$/.test(host);
  const sound = numeric ? parseIpv4(host) !== null && !host.startsWith('0.') : HOST.test(host);
  if (!sound) throw new WorkbenchError('alias/bad-host', { name: given.slice(0, 253) });
  return host;
}

/** A path that can be served. @throws WorkbenchError alias/bad-path, alias/path-taken */
export function aliasPath(given: string): string {
  const path = given.trim();
  const sound = PATH.test(path) && !path.split('/').some((part) => part === '..' || part === '.');
  if (!sound || path.includes('//'))
    throw new WorkbenchError('alias/bad-path', { path: given.slice(0, 250) });
  if (TAKEN.test(path)) throw new WorkbenchError('alias/path-taken', { path });
  return path;
}
