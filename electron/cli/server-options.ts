import type { CoreOptions } from '../core/core.ts';
import type { GivenAliases } from './alias-flags.ts';

/** Options of the firmware server as `serve` and `push` share them; null where not given. */
export interface ServerOptions {
  readonly serverPort: number | null;
  readonly bind: string | null;
  readonly host: string | null;
  /** Where images are served without TLS; the settings' where null or left out. */
  readonly plainPort?: number | null;
  /** For boards with a URL of their own; none where null or left out. */
  readonly aliases?: GivenAliases | null;
}

/** Only what was given: the rest is the settings'. */
export function serverOf({
  serverPort,
  bind,
  host,
  plainPort,
}: ServerOptions): NonNullable<CoreOptions['server']> {
  return {
    ...(serverPort === null ? {} : { port: serverPort }),
    ...(bind === null ? {} : { bind }),
    ...(host === null ? {} : { host }),
    ...(plainPort == null ? {} : { plainPort }),
  };
}
