import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { ListedPort } from '../../electron/adapters/serial/listed-port.ts';

const FOLDER = path.join(import.meta.dirname, '../fixtures/ports');

/** What systems said of ports in public, `NAME.txt`; the first line of each says where. */
export const PORT_FIXTURES: readonly string[] = readdirSync(FOLDER);

/** The first line of a fixture. */
export function sourceOf(name: string): string {
  return readFileSync(path.join(FOLDER, name), 'utf8').split('\n')[0] ?? '';
}

/** The lines of a fixture below its source. */
export function recorded(name: string): readonly string[] {
  return readFileSync(path.join(FOLDER, name), 'utf8').trimEnd().split('\n').slice(1);
}

/** The first part that a pattern finds in a fixture, line by line. */
export function found(name: string, pattern: RegExp): string {
  for (const line of recorded(name)) {
    const part = pattern.exec(line)?.[1];
    if (part !== undefined) return part;
  }
  throw new Error(`${name} has nothing like ${pattern}`);
}

/** One port as serialport listed it, in whichever way somebody printed it. */
export function recordedPort(name: string): ListedPort {
  const fields: Record<string, string> = {};
  for (const line of recorded(name)) {
    for (const [, key, value] of line.matchAll(FIELD)) {
      const text = value?.startsWith("'") || value?.startsWith('"') ? unquoted(value) : value;
      if (key !== undefined && text !== undefined) fields[key === 'comName' ? 'path' : key] = text;
    }
  }
  return fields as unknown as ListedPort;
}

/** `key: 'value'`, `"key":"value"`, `|key|value|`, `key=value`; what is `undefined` there is left out. */
const FIELD = /["|]?\b([a-zA-Z]+)\b"?\s*(?::|\||=)\s*('[^']*'|"[^"]*"|(?<=[|=])[^|]+)/g;

function unquoted(value: string): string {
  return value.slice(1, -1).replaceAll('\\\\', '\\');
}
