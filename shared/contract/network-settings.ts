import * as z from 'zod';

import { aliasHost, aliasPath } from '../net/alias.ts';
import { parseIpv4 } from '../net/ipv4.ts';
import type { AliasSettings, NetworkSettings } from './network-values.ts';

const ipv4 = z.string().refine((text) => parseIpv4(text) !== null, 'is no IPv4 address');

/** Pinned addresses, as `settings.json` holds them. */
export const networkSettingsSchema = z.object({
  pin: ipv4.nullable(),
  boardPins: z.record(z.string().regex(/^[A-Za-z0-9._-]{1,100}$/), ipv4),
});

const target = z.union([z.literal('pushed'), z.string().regex(/^[0-9a-f]{64}$/)]);

const aliases = <H extends z.ZodType<string>, P extends z.ZodType<string>>(host: H, path: P) =>
  z.object({
    hosts: z.array(host).max(50),
    paths: z.array(z.object({ path, target })).max(200),
    port: z.int().min(1).max(65_535).nullable(),
  });

/** Aliases as they are given; their names and paths are judged with words of their own. */
export const givenAliasesSchema = aliases(z.string().max(253), z.string().max(250));

/** Aliases, as `settings.json` holds them. */
export const aliasSettingsSchema = aliases(
  z.string().refine((text) => holds(() => aliasHost(text)), 'is no host name'),
  z.string().refine((text) => holds(() => aliasPath(text)), 'is no path that can be served'),
);

function holds(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

export const DEFAULT_NETWORK: NetworkSettings = { pin: null, boardPins: {} };

/** ESP-IDF's examples ask for this path; they ask for it at port 8070. */
export const DEFAULT_ALIASES: AliasSettings = {
  hosts: [],
  paths: [{ path: '/hello_world.bin', target: 'pushed' }],
  port: null,
};
