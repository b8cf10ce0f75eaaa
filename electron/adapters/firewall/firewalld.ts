import type { FirewallWord } from './firewall-state.ts';
import { NO_WORD } from './firewall-state.ts';

/** Reads `firewall-cmd --state`. Null: it is not there, or may not be asked. */
export function parseFirewalldState(output: string): boolean | null {
  if (/^running\b/m.test(output)) return true;
  return /^not running\b/m.test(output) ? false : null;
}

/** Reads `firewall-cmd --list-all` of the default zone: its target, and `ports: 8002/tcp 1025-65535/udp`. */
export function parseFirewalldZone(output: string, port: number): FirewallWord {
  const ports = /^\s*ports:(.*)$/m.exec(output)?.[1];
  if (ports === undefined) return { ...NO_WORD, on: true };
  const target = /^\s*target: (\S+)/m.exec(output)?.[1];
  const letsIn =
    target === 'ACCEPT' ||
    ports
      .trim()
      .split(/\s+/)
      .some((each) => holds(each, port));
  return { on: true, letsIn, isPublic: null };
}

function holds(entry: string, port: number): boolean {
  const [, first, last] = /^(\d+)(?:-(\d+))?\/tcp$/.exec(entry) ?? [];
  if (first === undefined) return false;
  return port >= Number(first) && port <= Number(last ?? first);
}
