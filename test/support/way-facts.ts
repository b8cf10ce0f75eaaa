import type { BoardWay, FirewallState } from '../../shared/contract/network-values.ts';
import type { WayFacts } from '../../shared/ota/way-facts.ts';

/** A firewall that keeps boards out of the port. */
export const SHUT: FirewallState = {
  tool: 'ufw',
  on: true,
  letsIn: false,
  port: 8002,
  command: 'sudo ufw allow 8002/tcp',
  isPublic: null,
};

/** A board in our own network, with what a test says of it. */
export function wayFacts(way: Partial<BoardWay> = {}, more: Partial<WayFacts> = {}): WayFacts {
  return {
    way: {
      boardAddress: '192.168.1.77',
      host: '192.168.1.23',
      why: 'route',
      facing: '192.168.1.23',
      sharesNetwork: true,
      pinUnused: null,
      error: null,
      ...way,
    },
    hostKind: 'ethernet',
    firewall: null,
    ...more,
  };
}
