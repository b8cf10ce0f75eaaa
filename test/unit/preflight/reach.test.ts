import { expect, test } from 'vitest';
import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import type { PreflightName } from '../../../shared/ota/preflight.ts';
import { preflight } from '../../../shared/ota/run-preflight.ts';
import type { WayFacts } from '../../../shared/ota/way-facts.ts';
import { checkText } from '../../../shared/text/check-text.ts';
import { createTranslator } from '../../../shared/text/translator.ts';
import { sha256 } from '../../support/digests.ts';
import { soundApp } from '../../support/images.ts';
import { SHUT, wayFacts } from '../../support/way-facts.ts';

const image = inspectImage(soundApp(), sha256, 'app.bin');

function check(
  name: PreflightName,
  host: string | null,
  board: Partial<BoardFacts>,
  network: WayFacts | null,
) {
  const checks = preflight({
    image,
    board: { ...NO_FACTS, ...board },
    url: null,
    facingAddress: host,
    baudRate: 115_200,
    certificateCovers: null,
    trust: null,
    network,
  });
  const found = checks.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no check ${name}`);
  const context = found.params.context === undefined ? '' : `_${found.params.context}`;
  return `${found.result}${context}: ${checkText(createTranslator('en'), found).detail}`;
}
const reach = (host: string | null, board: Partial<BoardFacts>, network: WayFacts | null = null) =>
  check('reach', host, board, network);

test('two networks that nothing joins are named, before anything is sent', () => {
  expect(reach('10.0.0.5', { ipv4: '192.168.4.2' }, wayFacts({ sharesNetwork: false }))).toBe(
    'warned: The board is 192.168.4.2, this machine is 10.0.0.5: they don’t share a network',
  );
});

test.each([
  ['one network by its true mask', '10.1.2.3', '10.1.7.9', wayFacts(), /^passed: /],
  [
    'two halves of a split network',
    '192.168.1.5',
    '192.168.1.200',
    wayFacts({ sharesNetwork: false }),
    /^passed_routed/,
  ],
  ['a VPN', '10.8.0.2', '10.9.0.7', wayFacts({ sharesNetwork: false }, { hostKind: 'vpn' }), /^warned_vpn/],
  [
    'a pin that faces another network',
    '10.0.0.5',
    '192.168.1.77',
    wayFacts({ sharesNetwork: false, why: 'boardPin', facing: '192.168.1.23' }),
    /^warned_pinned: 10\.0\.0\.5 is pinned and not in the network of 192\.168\.1\.77; 192\.168\.1\.23 faces it/,
  ],
  [
    'a pin that is gone',
    '192.168.1.23',
    '192.168.1.77',
    wayFacts({ pinUnused: '10.0.0.9' }),
    /^warned_pinUnused: The pinned address 10\.0\.0\.9 is gone; 192\.168\.1\.23 takes its place/,
  ],
  ['a name', 'bench.local', '192.168.1.77', wayFacts({ sharesNetwork: null }), /^passed_named/],
])('%s', (_name, host, ipv4, network, words) => {
  expect(reach(host, { ipv4 }, network)).toMatch(words);
});

test('no route, no real address and IPv6 alone are told apart', () => {
  const noRoute = wayFacts({
    host: null,
    facing: null,
    sharesNetwork: null,
    error: { code: 'net/no-route', params: { address: '192.168.4.2' } },
  });
  expect(reach(null, { ipv4: '192.168.4.2' }, noRoute)).toMatch(/^warned_noRoute/);
  expect(reach(null, { ipv4: '0.0.0.0' })).toMatch(/^warned_zeroAddress/);
  expect(reach(null, { ipv6: 'fe80::266f:28ff:fe11:2233' })).toMatch(/^warned_ipv6Only/);
  expect(reach(null, {})).toMatch(/^notKnown/);
});

const firewall = (more: Partial<typeof SHUT>, ipv4 = '192.168.1.77') =>
  check(
    'firewall',
    '192.168.1.23',
    { ipv4 },
    wayFacts({ boardAddress: ipv4 }, { firewall: { ...SHUT, ...more } }),
  );

test.each([
  [{}, 'warned_shut: Port 8002 is shut: sudo ufw allow 8002/tcp'],
  [{ isPublic: true }, 'warned_public: The network is public, so port 8002 is shut: sudo ufw allow 8002/tcp'],
  [{ letsIn: true }, 'passed: lets port 8002 in'],
  [{ on: false }, 'passed_off: off'],
  [
    { letsIn: null },
    'notKnown_on: on; whether port 8002 is open, the system does not tell: sudo ufw allow 8002/tcp',
  ],
  [{ tool: null }, 'notKnown: the system does not tell'],
] as const)('a firewall that says %o', (state, words) => {
  expect(firewall(state)).toBe(words);
});

test('a board on this machine passes every firewall', () => {
  expect(firewall({}, '127.64.3.9')).toMatch(/^passed_local/);
});
