import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeviceEvent } from '../../../shared/ota/device/device-event.ts';
import { mappedEvent } from '../../../shared/ota/mapping/mapped-event.ts';
import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import type { SessionEvent } from '../../../shared/ota/session/session.ts';
import { isEnded } from '../../../shared/ota/session/session.ts';
import { dueAtMs } from '../../../shared/ota/session/step.ts';
import { STAGES } from '../../../shared/ota/stage.ts';
import {
  DOWNLOAD,
  NEW_BOOT,
  NEW_ELF,
  NEW_SHA,
  OLD_BOOT,
  SessionDriver,
} from '../../support/session-driver.ts';

const OTHERS = `Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.
I (1) native_ota_example: Starting OTA example task
I (1) native_ota_example: Diagnostics (5 sec)...
I (1) native_ota_example: Diagnostics completed successfully! Continuing execution ...
E (1) native_ota_example: Diagnostics failed! Start rollback to the previous version ...
E (1) native_ota_example: Exiting task due to fatal error...
E (1) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700
W (1) native_ota_example: Current running version is the same as a new. We will not continue the update.
I (1) native_ota_example: Waiting for a new firmware ... 1
E (1) native_ota_example: Failed to open HTTP connection: ESP_FAIL
I (1) esp_ota_ops: Rollback to previously worked partition.
I (1) advanced_https_ota_example: App is valid, rollback cancelled successfully`;
const OF_SERVER = { connectionId: 1, peer: '192.168.1.77', peerPort: 54_322, atMs: 0 };
const LINES = `${OLD_BOOT}\n${DOWNLOAD}\n${NEW_BOOT}\n${OTHERS}`.split('\n');
const PROOF = (line: string) => line.includes(NEW_SHA) || line.includes(NEW_ELF.slice(0, 9));

function served(event: Partial<ServerEvent> & Pick<ServerEvent, 'kind'>): SessionEvent {
  return { kind: 'server', certain: true, event: { ...OF_SERVER, ...event } as ServerEvent };
}

/** What the rest of the world does: the server, this machine, and the events that mapping files alone make. */
const WORLD: readonly SessionEvent[] = [
  { kind: 'hostSlept', seconds: 600 },
  { kind: 'hostEnded' },
  { kind: 'serverStopped' },
  { kind: 'portGone', error: { code: 'serial/port-gone', params: { path: '/dev/ttyUSB0' } } },
  { kind: 'overridden', checks: ['self-test'] },
  { kind: 'linesReset' },
  { kind: 'cancelled' },
  ...(['connected', 'disconnected', 'tlsEstablished'] as const).map((kind) => served({ kind })),
  served({ kind: 'connectionRefused', reason: 'notAllowed' }),
  served({ kind: 'tlsRefused', alert: 48, code: 'tls/unknown-ca' }),
  served({ kind: 'requestStarted', status: 200, totalBytes: 900_000 }),
  served({ kind: 'requestStarted', status: 404, totalBytes: 20 }),
  served({ kind: 'requestProgress', bytes: 500_000, bytesAre: 'handed' }),
  served({ kind: 'requestEnded', status: 200, bytes: 900_000, bytesAre: 'delivered', outcome: 'complete' }),
];
/** As a mapping file names them: a version, a confirmation and a digest that is not the image's. */
const MAPPED = [
  mappedEvent('appVersion', () => '1.5.0'),
  mappedEvent('appConfirmed', () => ''),
  mappedEvent('restarting', () => ''),
  mappedEvent('totalWritten', () => '900000'),
  mappedEvent('readyForUrl', () => ''),
  mappedEvent('digest', () => 'cd'.repeat(32)),
  mappedEvent('elfSha256', () => 'dddddddd0'),
].filter((event) => event !== null);

type Move =
  | { readonly line: number }
  | { readonly waitMs: number }
  | { readonly world: number }
  | { readonly mapped: number };
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ line: fc.nat(LINES.length - 1) }) },
  { weight: 1, arbitrary: fc.record({ world: fc.nat(WORLD.length - 1) }) },
  { weight: 2, arbitrary: fc.record({ mapped: fc.nat(MAPPED.length - 1) }) },
  { weight: 1, arbitrary: fc.record({ waitMs: fc.constantFrom(10, 200, 1_000, 11_000) }) },
);

function play(run: SessionDriver, moves: readonly Move[], lines: readonly string[]): string[] {
  const said: string[] = [];
  for (const step of moves) {
    if ('waitMs' in step) run.after(step.waitMs);
    else if ('world' in step) run.step(WORLD[step.world] as SessionEvent);
    else if ('mapped' in step) run.means(MAPPED[step.mapped] as DeviceEvent);
    else {
      const line = lines[step.line % lines.length] as string;
      if (!isEnded(run.session)) said.push(line);
      run.board(line);
    }
    expect(isEnded(run.session) === (dueAtMs(run.session) === null)).toBe(true);
  }
  return said;
}

test('lines in any order, with any loss or repetition, never confirm without the image’s digest', () => {
  const unproven = LINES.filter((line) => !PROOF(line));
  fc.assert(
    fc.property(fc.array(move, { maxLength: 120 }), (moves) => {
      const run = new SessionDriver().before(OLD_BOOT).start();
      play(run, moves, unproven);
      expect(run.verdict?.outcome).not.toBe('confirmed');
    }),
    { numRuns: 400 },
  );
});

test('a confirmation always follows a line with the image’s digest, and every running phase has a deadline', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 120 }), (moves) => {
      const run = new SessionDriver().before(OLD_BOOT).start();
      const said = play(run, moves, LINES);
      if (run.verdict?.outcome === 'confirmed') expect(said.some(PROOF)).toBe(true);
      expectEvidence(run);
    }),
    { numRuns: 400 },
  );
});

test('left alone, every update ends', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      const run = new SessionDriver().before(OLD_BOOT).start();
      play(run, moves, LINES);
      run.after(300_000);
      expect(run.verdict).not.toBeNull();
    }),
    { numRuns: 200 },
  );
});

/** Each stage rests on a line or an event, and none is older than the one before it. */
function expectEvidence({ session }: SessionDriver): void {
  const { stages } = session.view;
  const order = stages.map(({ stage }) => STAGES.indexOf(stage));
  const ascends = (numbers: readonly number[]) => numbers.every((one, at) => one >= (numbers[at - 1] ?? 0));
  if (!stages.every(({ evidence }) => evidence !== '')) throw new Error('a stage without evidence');
  if (!ascends(order) || !ascends(stages.map(({ atMs }) => atMs))) throw new Error('stages out of order');
}

/** Steps of the random walk; a bench run sets more. */
const STEPS = Number(process.env.OTA_WALK_STEPS ?? 100_000);

test('a random walk never ends without a verdict, never stands without a deadline, never confirms unproven', () => {
  // mulberry32: the same walk every time.
  let seed = 0x5eed;
  const random = (below: number): number => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  const ended = new Map<string, number>();
  let run = new SessionDriver().before(OLD_BOOT).start();
  let proven = false;
  for (let taken = 0; taken < STEPS; taken += 1) {
    const choice = random(100);
    if (choice < 80) {
      const line = LINES[random(LINES.length)] as string;
      proven ||= PROOF(line);
      run.board(line);
    } else if (choice < 90) run.means(MAPPED[random(MAPPED.length)] as DeviceEvent);
    else if (choice < 92) run.step(WORLD[random(WORLD.length)] as SessionEvent);
    else run.after([10, 200, 1_000, 11_000][random(4)] as number);
    if ((dueAtMs(run.session) === null) !== isEnded(run.session)) throw new Error(run.session.phase.kind);
    if (run.verdict === null) continue;
    const { outcome } = run.verdict;
    expectEvidence(run);
    if (outcome === 'confirmed' && !proven) throw new Error('confirmed without the image’s digest');
    ended.set(outcome, (ended.get(outcome) ?? 0) + 1);
    run = new SessionDriver().before(OLD_BOOT).start();
    proven = false;
  }
  expect([...ended.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(STEPS / 500);
  expect(ended.get('confirmed') ?? 0).toBeGreaterThan(0);
});
