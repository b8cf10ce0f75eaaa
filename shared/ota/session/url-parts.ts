import type { Session } from './session.ts';

/** Host and port of the pushed URL; this folder has no `URL` of its own. */
export function urlParts({ view }: Session): { hostname: string; port: string } {
  const match = (view.url ?? '').match(/^https?:\/\/([^/:]+)(?::(\d+))?/);
  return { hostname: match?.[1] ?? '', port: match?.[2] ?? '443' };
}
