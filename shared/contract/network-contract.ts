import * as z from 'zod';

import { deviceId, none, request, value } from './fields.ts';
import { givenAliasesSchema } from './network-settings.ts';
import type { NetworkState } from './network-values.ts';

/** Requests about this machine's side of the network. */
export const networkRequests = {
  /** Asks the system again for its interfaces, routes and firewall. */
  'network.look': request(none, none),
  /** Chooses our address for one board, or for all that have none of their own; null leaves it to the routing table. */
  'network.pin': request(
    z.object({ deviceId: deviceId.nullable(), address: z.string().min(1).max(253).nullable() }),
    none,
  ),
  /** Replaces the aliases. `keep` false: for this process alone. */
  'network.setAliases': request(givenAliasesSchema.extend({ keep: z.boolean() }), none),
} as const;

/** States about this machine's side of the network. */
export const networkStates = {
  network: value<NetworkState>(),
} as const;
