import type { FirewallWord } from './firewall-state.ts';
import { NO_WORD } from './firewall-state.ts';

/**
 * Reads `socketfilterfw --getglobalstate` and, where it is on, `--getblockall` and `--getappblocked <program>`.
 * It lets programs in, not ports.
 */
export function parseApplicationFirewall(
  globalState: string,
  blockAll: string,
  appBlocked: string,
): FirewallWord {
  const state = /\(State = (\d)\)/.exec(globalState)?.[1];
  if (state === undefined) return NO_WORD;
  if (state === '0') return { on: false, letsIn: true, isPublic: null };
  // State 2 and "block all" are one setting of two ages.
  const all = state === '2' || /block all (?:state set to )?enabled/i.test(blockAll);
  if (all) return { on: true, letsIn: false, isPublic: null };
  if (/\bblocked\b/i.test(appBlocked)) return { on: true, letsIn: false, isPublic: null };
  const permitted = /\bpermitted\b|\ballowed\b/i.test(appBlocked);
  // A program it has not met is asked about when it first listens, unless it is signed.
  return { on: true, letsIn: permitted ? true : null, isPublic: null };
}
