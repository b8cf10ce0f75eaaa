import { expect, test } from 'vitest';
import { OLD_BOOT, SessionDriver } from '../../support/session-driver.ts';
import { SHUT, wayFacts } from '../../support/way-facts.ts';

const NOBODY = `E (71000) esp-tls: [sock=54] select() timeout
E (71010) esp-tls: Failed to open new connection
E (71020) transport_base: Failed to open a new connection
E (71030) HTTP_CLIENT: Connection failed, sock < 0
E (71040) native_ota_example: Failed to open HTTP connection: ESP_ERR_HTTP_CONNECT
E (71050) native_ota_example: Exiting task due to fatal error...`;

/** A board that has its URL. */
function sent(way: SessionDriver['way']): SessionDriver {
  const driver = new SessionDriver();
  driver.way = way;
  return driver.start().board(OLD_BOOT).after(500);
}

test('a board in our network whose connection times out unseen is taken for isolated', () => {
  const driver = sent(wayFacts()).after(5_000).board(NOBODY).after(2_000);
  expect(driver.verdict?.outcome).toBe('failed');
  expect(driver.verdict?.error).toEqual({
    code: 'net/isolated',
    params: { host: '192.168.1.23', port: '8002' },
  });
});

test('a firewall that is known to be shut is named in its place, with the command that opens it', () => {
  const driver = sent(wayFacts({}, { firewall: SHUT }))
    .after(5_000)
    .board(NOBODY)
    .after(2_000);
  expect(driver.verdict?.error).toEqual({
    code: 'net/firewall',
    params: { port: '8002', command: 'sudo ufw allow 8002/tcp' },
  });
});

test.each([
  ['in another network', wayFacts({ sharesNetwork: false })],
  ['at a host that is not ours', wayFacts({ sharesNetwork: null })],
  ['of which nothing is known', null],
])('a board %s is unreachable, no more', (_name, way) => {
  const driver = sent(way).after(5_000).board(NOBODY).after(2_000);
  expect(driver.code).toBe('net/unreachable');
});

test('a connection that was accepted shows that nothing is isolated', () => {
  const driver = sent(wayFacts()).server({ kind: 'connected' }).after(5_000).board(NOBODY).after(2_000);
  expect(driver.code).toBe('net/unreachable');
});

test('after ten seconds without a connection the suspicion is said, and goes with the first one', () => {
  const driver = sent(wayFacts());
  expect(driver.session.view.suspected).toBeNull();
  driver.after(10_000);
  expect(driver.session.view).toMatchObject({ suspected: { code: 'net/isolated' }, verdict: null });
  driver.server({ kind: 'connected' });
  expect(driver.session.view.suspected).toBeNull();
});

test('a suspicion is no verdict: a board that stays silent ends by its deadline', () => {
  const driver = sent(wayFacts()).after(16_000);
  expect(driver.code).toBe('timeout/urlSent');
  expect(driver.session.view.suspected?.code).toBe('net/isolated');
  const apart = sent(wayFacts({ sharesNetwork: false })).after(16_000);
  expect(apart.session.view.suspected).toBeNull();
});

test('a board that gets an IPv6 address alone is told so when its time for an address is over', () => {
  const driver = new SessionDriver()
    .start()
    .board(`rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)
I (43) boot: ESP-IDF v5.3.4 2nd stage bootloader
I (861) app_init: App version:      1.4.2
I (5000) example_connect: Got IPv6 event: Interface "example_netif_sta" address: fe80:0000:0000:0000:266f:28ff:fe11:2233, type: ESP_IP6_ADDR_IS_LINK_LOCAL`)
    .after(31_000);
  expect(driver.verdict?.error).toEqual({
    code: 'board/ipv6-only',
    params: { address: 'fe80:0000:0000:0000:266f:28ff:fe11:2233' },
  });
});
