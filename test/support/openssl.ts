import { execFileSync, spawnSync } from 'node:child_process';

/** Whether OpenSSL's program is at hand, the peer that certificates and PKCS#12 files are tried against. */
export const hasOpenSsl = spawnSync('openssl', ['version']).status === 0;

/** Runs it; answers stdout. @throws Error with what it said */
export function openssl(...args: readonly string[]): string {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
