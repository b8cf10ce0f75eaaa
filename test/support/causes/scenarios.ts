import { DEFAULT_OPTIONS } from '../../../electron/virtual/board-options.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { TWO_OTA, TWO_OTA_LARGE } from '../../../shared/esp/standard-tables.ts';
import { testAuthority } from '../test-certificates.ts';
import { offered } from './play.ts';
import type { At, Scenario } from './scenario.ts';

const { factory } = DEFAULT_OPTIONS;
const AHEAD = Date.parse('2090-01-01');
const SECURE = { table: TWO_OTA_LARGE, secureVersion: 2, factory: { ...factory, secureVersion: 2 } } as const;
const NO_SLOT = TWO_OTA.filter(({ label }) => !label.startsWith('ota_'));
const pressReset = { stage: null, act: ({ board }: At) => board.pressReset() } as const;

const IN_ONE_NETWORK = { way: { sharesNetwork: true }, hostKind: null, firewall: null };

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
  'net/wifi-failed': { board: { network: 'noAccessPoint' }, untilReady: false },
  'board/no-address': { board: { network: 'noAddress' }, untilReady: false, during: pressReset },
  'board/zero-address': { board: { network: 'zeroAddress' } },
  'board/ipv6-only': { board: { network: 'ipv6Only' }, untilReady: false },
  // TLS
  'tls/unknown-ca': { board: { factory: { ...factory, caPem: testAuthority('Foreign CA').caPem } } },
  'tls/host-mismatch': served('wrong-host'),
  'tls/expired': { board: { checkDates: true, clockMs: AHEAD } },
  'tls/not-yet-valid': { board: { checkDates: true, clockMs: 0 }, override: [] },
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
  'ota/read-error': served('reset'),
  // Image
  'image/corrupt': served('flipped-bit'),
  'image/wrong-chip': served('wrong-chip'),
  'image/bad-magic': served('wrong-magic'),
  'image/short-header': served('truncated-header'),
  'image/too-large': { image: offered({ sizeBytes: 0x10_8000 }) },
  // Flash
  'ota/no-slot': { board: { table: NO_SLOT } },
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
  'boot/not-ready': { board: { newImage: 'hang' } },
  'timeout/newImageRuns': { board: { newImage: 'silent' } },
  'board/restarted': { board: { fault: { kind: 'powerCut', atBytes: 8_000 } } },
  'board/brownout': { board: { fault: { kind: 'brownout', atBytes: 8_000 } } },
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
  // Host
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
