import { errorText } from '../../shared/text/translator.ts';
import type { CoreClient } from './client.ts';
import type { Output } from './output.ts';

/** Says what plain HTTP loses, where it is asked for. */
export function warnOfPlainHttp(out: Output, plainPort: number | null | undefined): void {
  if (plainPort === null || plainPort === undefined) return;
  const code = 'server/plain-http';
  out.emit({ event: 'warning', code, ...errorText(out.t, { code, params: {} }) });
}

/** Stops the server, waits for running downloads at most this long, and says what was cut. */
export async function stopServer(client: CoreClient, out: Output, drainMs: number): Promise<void> {
  const { cut } = await client.call('server.stop', { drainMs });
  out.emit({ event: 'stopped', cut });
}
