import { expect, test } from 'vitest';

import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import type { BoardTrust } from '../../../shared/ota/board-trust.ts';
import type { PreflightName } from '../../../shared/ota/preflight.ts';
import type { PreflightInput } from '../../../shared/ota/run-preflight.ts';
import { blocking, preflight } from '../../../shared/ota/run-preflight.ts';
import { runningImage } from '../../../shared/ota/running-image.ts';
import type { SelfTest } from '../../../shared/ota/self-test.ts';
import { sha256 } from '../../support/digests.ts';
import { soundApp } from '../../support/images.ts';
import { EC_CA_PEM, V1_PEM } from '../../support/sample-certificates.ts';
import { failedTest, foundCa, judgedTest, sampleTrust } from '../../support/trust.ts';

const plain = inspectImage(soundApp(), sha256, 'app.bin');
const withCa = inspectImage(soundApp({ caPem: EC_CA_PEM }), sha256, 'app.bin');
const itsCa = withCa.certificates[0]?.sha256Fingerprint ?? '';

const BASE: PreflightInput = {
  image: plain,
  board: NO_FACTS,
  url: 'https://192.168.1.23:8002/firmware/app.bin',
  facingAddress: '192.168.1.23',
  baudRate: 115_200,
  certificateCovers: true,
  trust: sampleTrust(),
  network: null,
};

function result(name: PreflightName, trust: Partial<BoardTrust>, more: Partial<PreflightInput> = {}) {
  const checks = preflight({ ...BASE, ...more, trust: sampleTrust(trust) });
  const found = checks.find((check) => check.name === name);
  const context = found?.params.context;
  return `${found?.result}${context === undefined ? '' : `_${context}`}`;
}

const selfTestOf = (test: SelfTest, idfVersion: string | null = null): string =>
  result('self-test', { selfTest: test }, { board: { ...NO_FACTS, idfVersion } });

test.each([
  ['is not in the library', null, 'notKnown_unknownImage'],
  ['carries nothing', [], 'notKnown_noneFound'],
  ['carries our CA', [foundCa()], 'passed'],
  ['carries ours and another', [foundCa('cc'), foundCa()], 'passed'],
  ['carries another', [foundCa('cc')], 'failed'],
  [
    'carries a certificate of its own alone',
    [{ ...foundCa('cc'), isCa: false, selfIssued: false }],
    'notKnown_noneFound',
  ],
] as const)('where the running firmware %s, this update is told so', (_name, running, expected) => {
  expect(result('certificate', { running })).toBe(expected);
});

test('what the running firmware trusts is told before there is an address', () => {
  const silent = { facingAddress: null, certificateCovers: null };
  expect(result('certificate', { running: [foundCa('cc')] }, silent)).toBe('failed');
  expect(result('certificate', { running: [foundCa()] }, silent)).toBe('passed_running');
  expect(result('certificate', { running: null }, silent)).toBe('notKnown');
});

test('another CA in the running firmware stops the update unless it is gone past', () => {
  const checks = preflight({ ...BASE, trust: sampleTrust({ running: [foundCa('cc')] }) });
  expect(blocking(checks, [])).toEqual(['certificate']);
  expect(blocking(checks, ['certificate'])).toEqual([]);
});

test('the image to be pushed decides the next update, and never stops this one', () => {
  expect(result('next-ca', { ours: [itsCa] }, { image: withCa })).toBe('passed');
  expect(result('next-ca', {}, { image: withCa })).toBe('warned');
  expect(result('next-ca', {})).toBe('warned_noneFound');
  expect(result('next-ca', { ours: [] })).toBe('notKnown');
});

test.each([
  ['accepted by all', [[], [], [], []], 'passed', 'passed', 'passed'],
  ['without a name for the older rule', [['host'], ['host'], [], []], 'warned_host', 'failed_host', 'passed'],
  [
    'without a name for either',
    [['host'], ['host'], ['host'], ['host']],
    'failed_host',
    'failed_host',
    'failed_host',
  ],
  ['expired', [[], ['expired'], [], ['expired']], 'warned_expired', 'warned_expired', 'warned_expired'],
  [
    'of tomorrow',
    [[], ['notYetValid'], [], ['notYetValid']],
    'warned_notYetValid',
    'warned_notYetValid',
    'warned_notYetValid',
  ],
  ['of another CA', Array(4).fill(['unknownCa']), 'failed_unknownCa', 'failed_unknownCa', 'failed_unknownCa'],
] as const)(
  'a certificate %s is judged for the board’s release',
  (_name, problems, unknown, older, newer) => {
    const judged = judgedTest(problems);
    expect([selfTestOf(judged), selfTestOf(judged, 'v4.4.8'), selfTestOf(judged, 'v5.3.4')]).toEqual([
      unknown,
      older,
      newer,
    ]);
  },
);

test('a server that does not answer us answers no board', () => {
  expect(selfTestOf(failedTest('refused'))).toBe('failed_refused');
  expect(selfTestOf(failedTest('handshake'))).toBe('failed_handshake');
});

test('a host that is not this machine’s is judged, and its way stays unknown', () => {
  expect(selfTestOf(judgedTest([], 'bench.example', true))).toBe('notKnown_elsewhere');
  expect(selfTestOf(judgedTest([], 'bench.local'))).toBe('passed');
  expect(selfTestOf(judgedTest(Array(4).fill(['host']), 'bench.example', true))).toBe('failed_host');
});

const boardOf = (facts: Partial<Pick<BoardFacts, 'digests' | 'elfSha256Prefix'>>) => ({
  digests: NO_FACTS.digests,
  elfSha256Prefix: null,
  ...facts,
});
const digests = (currentFirmware: string | null) => ({ ...NO_FACTS.digests, currentFirmware });

test('the running image is known by its digest, else by its ELF', () => {
  const library = [{ facts: plain }, { facts: withCa }];
  expect(runningImage(boardOf({ digests: digests(withCa.partitionSha256) }), library)?.facts).toBe(withCa);
  expect(runningImage(boardOf({ digests: digests('cc'.repeat(32)) }), library)).toBeNull();
  const elf = { ...withCa, appElfSha256: 'abcdef0123'.padEnd(64, '4') };
  const named = [{ facts: plain }, { facts: elf }];
  expect(runningImage(boardOf({ elfSha256Prefix: 'abcdef012' }), named)?.facts).toBe(elf);
  expect(runningImage(boardOf({ elfSha256Prefix: 'abcde' }), named)).toBeNull();
  expect(runningImage(boardOf({ elfSha256Prefix: '000000000' }), named)).toBeNull();
});

test('images of one ELF that carry different certificates are no answer', () => {
  const other = inspectImage(soundApp({ caPem: V1_PEM }), sha256, 'app.bin');
  const appElfSha256 = 'ab'.repeat(32);
  const twins = [{ facts: { ...withCa, appElfSha256 } }, { facts: { ...other, appElfSha256 } }];
  expect(runningImage(boardOf({ elfSha256Prefix: 'abababab' }), twins)).toBeNull();
  expect(
    runningImage(boardOf({ elfSha256Prefix: 'abababab' }), [...twins.slice(0, 1), ...twins.slice(0, 1)]),
  ).not.toBeNull();
});
