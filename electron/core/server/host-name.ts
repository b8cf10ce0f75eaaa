/**
 * The name in a Host header or in the authority of an absolute target: without its port, in lower case, without the
 * brackets of IPv6 and without a final dot. Null where there is none.
 */
export function hostNameOf(authority: string): string | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]@/?#\s]+))(?::\d{0,5})?$/i.exec(authority.trim());
  const name = match?.[1] ?? match?.[2]?.replace(/\.$/, '');
  return name === undefined || name === '' ? null : name.toLowerCase();
}

/**
 * Whom a request speaks to: the authority of an absolute target, else the Host header (RFC 9112, 3.2.2).
 * `none`: HTTP/1.0 without either.
 */
export function hostAsked(
  target: string,
  host: string | undefined,
): { readonly name: string | null } | 'none' {
  const authority = /^https?:\/\/([^/?#]*)/i.exec(target)?.[1];
  if (authority !== undefined) return { name: hostNameOf(authority) };
  return host === undefined ? 'none' : { name: hostNameOf(host) };
}
