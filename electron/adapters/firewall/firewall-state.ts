import type { FirewallState } from '../../../shared/contract/network-values.ts';

/** What one firewall's tool says, before the port and the command are added. */
export type FirewallWord = Pick<FirewallState, 'on' | 'letsIn' | 'isPublic'>;

/** Nothing was found that could be asked. */
export const NO_WORD: FirewallWord = { on: null, letsIn: null, isPublic: null };
