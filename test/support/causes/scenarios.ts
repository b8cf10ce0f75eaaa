import { DEFAULT_OPTIONS } from '../../../electron/virtual/board-options.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { TWO_OTA, TWO_OTA_LARGE } from '../../../shared/esp/standard-tables.ts';
import { testAuthority } from '../test-certificates.ts';
import { otherServer } from './other-server.ts';
import { offered } from './play.ts';
import type { At, Scenario } from './scenario.ts';

const { factory } = DEFAULT_OPTIONS;
const AHEAD = Date.parse('2090-01-01');
const SECURE = { table: TWO_OTA_LARGE, secureVersion: 2, factory: { ...factory, secureVersion: 2 } } as const;
const FOREIGN = { factory: { ...factory, caPem: testAuthority('Foreign CA').caPem } } as const;
const NO_SLOT = TWO_OTA.filter(({ label }) => !label.startsWith('ota_'));
const pressReset = { stage: null, act: ({ board }: At) => board.pressReset() } as const;

const IN_ONE_NETWORK = { way: { sharesNetwork: true }, hostKind: null, firewall: null };

/** Starts the board anew with these settings, up to where it is ready. */
async function restarted({ board, client, deviceId }: At, options: Scenario['board'] = {}): Promise<void> {
  const { boots } = client.state('board', deviceId)?.facts ?? { boots: 0 };
  board.configure(options);
  board.pressReset();
  await client.when('board', deviceId, ({ facts }) => facts.boots > boots && facts.ready, 60_000);
}

/** A board with a URL of its own that gets these bytes from another server, once it was sent ours. */
function fromElsewhere(bytes: Uint8Array): Rest {
  let serve: (image: Uint8Array) => void = () => undefined;
  return {
    before: async (at) => {
      const other = await otherServer();
      serve = other.serve;
      at.onEnd(other.close);
      await restarted(at, { firmwareUrl: other.url, recvTimeoutMs: 20_000 });
    },
    during: { stage: 'urlSent', act: () => serve(bytes) },
  };
}

/** Another board at the address of this one. */
async function twin({ board, client }: At): Promise<void> {
  const path = client.virtual.add('twin', { ...board.options, address: await board.address() });
  const { deviceId } = await client.call('board.open', { path, baudRate: 115_200 });
  await client.when('board', deviceId, ({ facts }) => facts.ready, 60_000);
}

const served = (name: NonNullable<Scenario['fault']>['name'], more: Partial<Scenario> = {}): Rest => ({
  fault: { name },
  ...more,
});
type Rest = Omit<Scenario, 'code'>;

/** A scenario for each code with which an update of a virtual board can be made to end. */
const ALL: Partial<Record<ErrorCode, Rest>> = {
  // Network
  'net/refused': served('server-gone'),
  'net/unreachable': served('port-filtered'),
  'net/isolated': { board: { network: 'isolated' }, way: IN_ONE_NETWORK },
  'net/no-route': { own: { network: { routes: { facing: () => Promise.resolve(null) } } } },
  'net/wifi-failed': { board: { network: 'noAccessPoint' }, untilReady: false },
  'board/no-address': { board: { network: 'noAddress' }, untilReady: false, during: pressReset },
  'board/zero-address': { board: { network: 'zeroAddress' } },
  'board/ipv6-only': { board: { network: 'ipv6Only' }, untilReady: false },
  // TLS
  'tls/unknown-ca': { board: FOREIGN },
  'tls/host-mismatch': served('wrong-host'),
  'tls/expired': { board: { checkDates: true, clockMs: AHEAD } },
  'tls/not-yet-valid': { board: { checkDates: true, clockMs: 0 }, override: [] },
  'tls/certificate': { board: FOREIGN, guessed: true, before: twin },
  'tls/refused': { board: { trust: 'pinned' } },
  'tls/closed': { board: { network: 'inspected' } },
  'tls/timeout': { board: { network: 'smallPackets' } },
  'tls/no-shared-protocol': { board: { tls: 'oldProtocol' } },
  'tls/no-shared-cipher': { board: { tls: 'oldCiphers' } },
  'tls/answer-not-tls': served('plain-http'),
  'tls/ca-unreadable': { board: { caPem: 'nothing' } },
  'tls/no-ca': { board: { program: 'simple', verifiesServer: false } },
  'ota/out-of-memory': { board: { heap: 'noHandshake' } },
  // HTTP
  'http/status': served('status-404'),
  'ota/url-invalid': {
    board: { firmwareUrl: 'nonsense' },
    untilReady: false,
    sendUrl: false,
    during: pressReset,
  },
  // The reset comes once nothing is on its way any more, which the board must outwait.
  'ota/read-error': served('reset', { board: { recvTimeoutMs: 5_000 } }),
  'ota/incomplete': served('reset', { board: { readErrors: 'errno', recvTimeoutMs: 5_000 } }),
  // Image
  'image/corrupt': served('flipped-bit'),
  'image/wrong-chip': served('wrong-chip'),
  'image/bad-magic': served('wrong-magic'),
  'image/short-header': served('truncated-header'),
  'image/too-large': { image: offered({ sizeBytes: 0x10_8000 }) },
  // Flash
  'ota/no-slot': { board: { table: NO_SLOT } },
  'ota/begin-failed': { board: { heap: 'noOtaHandle' } },
  // A path of its own that is longer than esp_http_client's buffer.
  'ota/fatal': {
    sendUrl: false,
    before: async (at) => {
      await at.client.call('server.start', {});
      const firmwareUrl = `https://127.0.0.1:${at.client.port}/${'a'.repeat(600)}.bin`;
      await restarted(at, { firmwareUrl });
      await at.client.when('board', at.deviceId, ({ facts }) => facts.stopped, 10_000);
    },
    during: pressReset,
  },
  'ota/write-failed': { board: { worn: 'slots' } },
  'ota/set-boot-failed': { board: { worn: 'otadata' } },
  'ota/pending-verify': {
    board: { newImage: 'neverConfirms' },
    image: offered({ version: '3.0.0' }),
    before: async ({ client, deviceId, push }) => {
      await push(offered());
      await client.when('board', deviceId, ({ facts }) => facts.ready, 30_000);
    },
  },
  // Version
  'ota/same-version': { image: offered({ version: factory.version }) },
  'ota/last-invalid-version': {
    board: { newImage: 'diagnosticsFail' },
    before: async ({ client, deviceId, push }) => {
      await push(offered());
      await client.when('board', deviceId, ({ facts }) => facts.ready, 30_000);
    },
  },
  'ota/secure-version': { board: SECURE, image: offered({ secureVersion: 1 }) },
  // Boot and diagnostics
  'boot/diagnostics-failed': { board: { newImage: 'diagnosticsFail' } },
  'boot/crashed': { board: { newImage: 'crash' } },
  'boot/watchdog': { board: { newImage: 'watchdog' } },
  'boot/power-lost': { board: { newImage: 'brownout' } },
  'boot/loop': { board: { newImage: 'loop' } },
  'boot/rolled-back': { board: { newImage: 'rollsBack' } },
  'boot/not-served': fromElsewhere(offered()),
  'boot/other-image': fromElsewhere(offered({ seed: 8 })),
  // The advanced example prints no digest of its partition, and this build carries none of its ELF.
  'boot/unproven': {
    board: { program: 'advanced' },
    image: offered({ appElfSha256: new Uint8Array(32) }),
  },
  'boot/not-ready': { board: { newImage: 'hang' } },
  'timeout/newImageRuns': { board: { newImage: 'silent' } },
  'board/restarted': { board: { fault: { kind: 'powerCut', atBytes: 8_000 } } },
  'board/brownout': { board: { fault: { kind: 'brownout', atBytes: 8_000 } } },
  'board/boot-loop': {
    board: { newImage: 'loop' },
    before: ({ push }) => push(offered()),
  },
  'board/silent': { board: { console: 'silent' }, untilReady: false },
  'board/garbled': { board: { console: 'garbage' }, untilReady: false },
  'timeout/writing': {
    board: { recvTimeoutMs: 60_000 },
    fault: { name: 'stall', params: { forMs: 40_000 } },
  },
  'timeout/ready': {
    board: { firmwareUrl: 'https://127.0.0.1:1/x.bin' },
    untilReady: false,
    timeoutMs: 3_000,
  },
  // After the verdict
  'watch/crashed': { board: { confirmedImage: 'crash' }, watchMs: 60_000 },
  'watch/watchdog': { board: { confirmedImage: 'watchdog' }, watchMs: 60_000 },
  'watch/boot-loop': { board: { confirmedImage: 'restarts' }, watchMs: 60_000 },
  'watch/other-image': { board: { confirmedImage: 'factoryReset' }, watchMs: 60_000 },
  // Host
  'host/turned-away': { own: { allowedBoards: ['127.200.0.1'] } },
  'host/slept': {
    board: { wifiBytesPerSecond: 500 },
    own: {},
    during: {
      stage: 'writing',
      act: ({ client, note }) => {
        note({ kind: 'hostSlept', seconds: 3_600 });
        client.sleep(3_600);
      },
    },
  },
  'net/dns': { own: { host: 'nowhere.invalid' } },
  // Over loopback a whole image is in the kernel at once, and the server is not needed any more: none has come yet.
  'host/server-stopped': {
    board: { network: 'isolated' },
    during: {
      stage: 'urlSent',
      act: async ({ client, note }) => {
        note({ kind: 'serverStopped' });
        await client.call('server.stop', { drainMs: 0 });
      },
    },
  },
  'serial/port-gone': {
    board: { fault: { kind: 'unplug', atBytes: 8_000 } },
  },
};

/** By code. */
export const SCENARIOS: readonly Scenario[] = Object.entries(ALL).map(([code, scenario]) => ({
  code: code as ErrorCode,
  ...scenario,
}));
