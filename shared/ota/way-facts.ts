import type { AddressKind, BoardWay, FirewallState } from '../contract/network-values.ts';

/** What this machine knows of the way to a board, for the checks and for the cause of a failure. */
export interface WayFacts {
  readonly way: BoardWay;
  /** What the address of the URL hangs on; null where it is a name, or none of ours. */
  readonly hostKind: AddressKind | null;
  readonly firewall: FirewallState | null;
}
