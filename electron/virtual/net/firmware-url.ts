/** The parts of a URL as esp_http_client takes them (`http_parser_parse_url`). */
export interface FirmwareUrl {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** What stands before the `@`, as it stands there; null where there is none. */
  readonly login: { readonly user: string; readonly password: string } | null;
  /** Path and query, as the request line has them. */
  readonly target: string;
}

const SHAPE =
  /^([a-z]+):\/\/(?:([^@/?#]*)@)?(\[[0-9a-f:.]+\]|[^:/?#[\]@]+)(?::(\d{1,5}))?([/][^?#]*)?(\?[^#]*)?(?:#.*)?$/i;
/** Spaces and control characters end the parser's patience; bytes above 127 do not. */
const FORBIDDEN = /[^\x21-\x7e\x80-\xff]/;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Null for what the parser refuses. The URL is used as it is: nothing is trimmed. */
export function parseFirmwareUrl(url: string): FirmwareUrl | null {
  const match = FORBIDDEN.test(url) ? null : SHAPE.exec(url);
  if (match === null) return null;
  const [, scheme = '', login, host = '', port, path, query] = match;
  const number = port === undefined ? (DEFAULT_PORTS[scheme.toLowerCase()] ?? 80) : Number(port);
  if (number > 0xffff) return null;
  return {
    scheme: scheme.toLowerCase(),
    host: host.replace(/^\[|\]$/g, ''),
    port: number,
    login: readLogin(login),
    target: `${path ?? '/'}${query !== undefined && query !== '?' ? query : ''}`,
  };
}

/** Without a colon there is a name and no password. */
function readLogin(text: string | undefined): FirmwareUrl['login'] {
  if (text === undefined || text === '') return null;
  const colon = text.indexOf(':');
  return colon === -1
    ? { user: text, password: '' }
    : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** The Host header: the port is left out only where it is 80 or 443, whatever the scheme. */
export function hostHeader({ host, port }: FirmwareUrl): string {
  return port === 80 || port === 443 ? host : `${host}:${port}`;
}
