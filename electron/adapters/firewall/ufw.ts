import type { FirewallWord } from './firewall-state.ts';
import { NO_WORD } from './firewall-state.ts';

/** `8002`, `8002/tcp`, `8000:8010/tcp`, `8001,8002/tcp`; `Anywhere` is every port. */
const TO =
  /^(?:(Anywhere)|([\d:,]+)(?:\/(tcp|udp))?)(?: on \S+)?(?: \(v6\))?\s+(ALLOW|LIMIT|DENY|REJECT)(?: IN)?\s+(.+)$/;

/** Reads `ufw status`: the first rule that names the port decides, then the default, which denies. */
export function parseUfwStatus(output: string, port: number): FirewallWord {
  const status = /^Status: (active|inactive)/m.exec(output)?.[1];
  if (status === undefined) return NO_WORD;
  if (status === 'inactive') return { on: false, letsIn: true, isPublic: null };
  for (const line of output.split('\n')) {
    const [, anywhere, ports, protocol, action, from] = TO.exec(line.trim()) ?? [];
    if (action === undefined || protocol === 'udp' || line.includes('(v6)')) continue;
    // A rule for some senders alone says nothing of the others.
    if (!from?.startsWith('Anywhere')) continue;
    if (anywhere === undefined && !holds(ports ?? '', port)) continue;
    return { on: true, letsIn: action === 'ALLOW' || action === 'LIMIT', isPublic: null };
  }
  return { on: true, letsIn: false, isPublic: null };
}

/** Reads `/etc/ufw/ufw.conf`, which anyone may: whether it is on, never what it lets in. */
export function parseUfwConf(text: string): FirewallWord {
  const enabled = /^ENABLED=(yes|no)\s*$/im.exec(text)?.[1]?.toLowerCase();
  if (enabled === undefined) return NO_WORD;
  return enabled === 'no'
    ? { on: false, letsIn: true, isPublic: null }
    : { on: true, letsIn: null, isPublic: null };
}

function holds(ports: string, port: number): boolean {
  return ports.split(',').some((part) => {
    const [from = 0, to = from] = part.split(':').map(Number);
    return port >= from && port <= to;
  });
}
