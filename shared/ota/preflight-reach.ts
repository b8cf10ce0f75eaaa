import { inOneNetwork, isLoopback, isUnspecified, parseIpv4, privateBlock } from '../net/ipv4.ts';
import type { PreflightCheck } from './preflight.ts';
import type { PreflightInput } from './preflight-input.ts';
import { check } from './preflight-input.ts';
import type { WayFacts } from './way-facts.ts';

/** Whether the board can reach this machine, and whether its firewall lets the board in. */
export function reachChecks(input: PreflightInput): readonly PreflightCheck[] {
  return [reach(input), firewall(input.network)];
}

function reach({ board, facingAddress: host, network }: PreflightInput): PreflightCheck {
  const address = board.ipv4;
  if (address === null) {
    if (board.ipv6 === null) return check('reach', 'notKnown');
    return check('reach', 'warned', { board: board.ipv6, context: 'ipv6Only' });
  }
  if (isUnspecified(address)) return check('reach', 'warned', { board: address, context: 'zeroAddress' });
  if (host === null) {
    if (network?.way.error?.code !== 'net/no-route') return check('reach', 'notKnown');
    return check('reach', 'warned', { board: address, context: 'noRoute' });
  }
  const params = { host, board: address };
  const pinUnused = network?.way.pinUnused ?? null;
  if (pinUnused !== null)
    return check('reach', 'warned', { ...params, pin: pinUnused, context: 'pinUnused' });
  if (parseIpv4(host) === null || parseIpv4(address) === null)
    return check('reach', 'passed', { ...params, context: 'named' });
  if (network?.way.sharesNetwork ?? looksShared(host, address)) return check('reach', 'passed', params);
  return apart(params, network);
}

/** Two addresses in different networks: something between them must join these. */
function apart(
  params: { readonly host: string; readonly board: string },
  network: WayFacts | null,
): PreflightCheck {
  const facing = network?.way.facing ?? null;
  const chosen = network?.way.why === 'pin' || network?.way.why === 'boardPin';
  if (chosen && facing !== null && facing !== params.host)
    return check('reach', 'warned', { ...params, facing, context: 'pinned' });
  if (network?.hostKind === 'vpn') return check('reach', 'warned', { ...params, context: 'vpn' });
  const block = privateBlock(params.host);
  if (block !== null && block === privateBlock(params.board))
    return check('reach', 'passed', { ...params, context: 'routed' });
  return check('reach', 'warned', params);
}

/** Without the masks of this machine: networks of boards have 24 bits as a rule. */
function looksShared(host: string, board: string): boolean {
  if (isLoopback(host)) return isLoopback(board);
  return inOneNetwork(host, board, '255.255.255.0');
}

/** It never fails: what a firewall lets in is its own to say, and boards of this machine pass by it. */
function firewall(network: WayFacts | null): PreflightCheck {
  const state = network?.firewall ?? null;
  const { boardAddress = null } = network?.way ?? {};
  if (state === null || state.tool === null) return check('firewall', 'notKnown');
  const params = { tool: state.tool, port: state.port, command: state.command ?? '' };
  if (boardAddress !== null && isLoopback(boardAddress))
    return check('firewall', 'passed', { ...params, context: 'local' });
  if (state.on === false) return check('firewall', 'passed', { ...params, context: 'off' });
  if (state.letsIn === true) return check('firewall', 'passed', params);
  if (state.letsIn === null) return check('firewall', 'notKnown', { ...params, context: 'on' });
  return check('firewall', 'warned', { ...params, context: state.isPublic === true ? 'public' : 'shut' });
}
