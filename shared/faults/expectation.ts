import type { BoardProfile } from './board-profile.ts';
import type { FaultName, FaultParams } from './fault.ts';

/** How a fault should end. */
export interface Expectation {
  /** Codes of the verdict, `confirmed` among them; any of these is right. */
  readonly codes: readonly string[];
  /** What runs once the board was reset after it. */
  readonly runs: 'before' | 'offered' | 'either';
}

type Rule = (profile: BoardProfile, params: FaultParams) => Expectation | null;

/** The receive timeout of the examples (EXAMPLE_OTA_RECV_TIMEOUT). */
const RECEIVE_TIMEOUT_MS = 5_000;
/** Both sides silent for longer than this: the update ends by its own deadline. */
const SILENCE_MS = 20_000;

/** What should become of an update with this fault; null where the board's program knows no such thing. */
export function expectationOf(
  name: FaultName,
  params: FaultParams,
  profile: BoardProfile,
): Expectation | null {
  return RULES[name](profile, params);
}

const fails =
  (code: string): Rule =>
  () => ({ codes: [code], runs: 'before' });

/** The update goes through. `simple_ota_example` never confirms itself, and is rolled back where that is on. */
const taken: Rule = ({ program, rollback }) => {
  const kept = program === 'simple' && rollback !== false ? (rollback ? 'before' : 'either') : 'offered';
  return { codes: ['confirmed'], runs: kept };
};

/** By an option of the board; both where it is not known. */
const by =
  (
    option: 'checksDates' | 'checksVersion' | 'checksHost' | 'rollback' | 'speaksTls13',
    on: Rule,
    off: Rule,
  ): Rule =>
  (profile, params) => {
    const value = profile[option];
    if (value !== null) return (value ? on : off)(profile, params);
    return both(on(profile, params), off(profile, params));
  };

/** The native example reads what comes; `esp_https_ota` under the others looks at status and redirects. */
const byProgram =
  (rules: { readonly native: Rule; readonly simple: Rule; readonly advanced: Rule }): Rule =>
  (profile, params) => {
    if (profile.program !== null) return rules[profile.program](profile, params);
    const all = [rules.native, rules.simple, rules.advanced].map((rule) => rule(profile, params));
    return all.reduce(both);
  };

const none: Rule = () => null;

function both(a: Expectation | null, b: Expectation | null): Expectation | null {
  if (a === null || b === null) return a ?? b;
  return {
    codes: [...new Set([...a.codes, ...b.codes])],
    runs: a.runs === b.runs ? a.runs : 'either',
  };
}

/** The native example of 5.0 and later gives up after its timeout; the others ask again. */
const stall: Rule = (profile, params) => {
  const forMs = params.forMs ?? 0;
  const patient: Rule = forMs < SILENCE_MS ? taken : fails('timeout/writing');
  const patienceMs = profile.receiveTimeoutMs ?? RECEIVE_TIMEOUT_MS;
  const gone = fails('ota/read-error')(profile, params);
  if (profile.program === null) return both(gone, patient(profile, params));
  if (profile.program !== 'native' || profile.idf === '4.4' || forMs < patienceMs)
    return patient(profile, params);
  // What had come when the time ran out is returned first: its patience is once to twice the timeout.
  return forMs > 2 * patienceMs ? gone : both(gone, patient(profile, params));
};

const status = fails('http/status');
const redirect = byProgram({ native: status, simple: taken, advanced: taken });
const corrupt = fails('image/corrupt');

const RULES: Readonly<Record<FaultName, Rule>> = {
  'truncated-body': corrupt,
  'truncated-header': fails('image/short-header'),
  // `simple_ota_example` reads no descriptor: the chip is the first thing that is looked at.
  'random-body': byProgram({
    native: fails('image/bad-magic'),
    simple: fails('image/wrong-chip'),
    advanced: fails('image/bad-magic'),
  }),
  'flipped-bit': corrupt,
  'wrong-chip': fails('image/wrong-chip'),
  'wrong-magic': fails('image/bad-magic'),
  'too-large': fails('image/too-large'),
  stall,
  reset: fails('ota/read-error'),
  slow: taken,
  jitter: taken,
  chunked: taken,
  'no-length': taken,
  'short-length': corrupt,
  'long-length': fails('ota/read-error'),
  'status-404': status,
  'status-403': status,
  'status-500': status,
  'status-503': status,
  'redirect-301': redirect,
  'redirect-302': redirect,
  'redirect-307': redirect,
  'redirect-308': redirect,
  'redirect-301-bad': status,
  'redirect-302-bad': status,
  'redirect-307-bad': status,
  'redirect-308-bad': status,
  'redirect-loop': status,
  'wrong-ca': fails('tls/unknown-ca'),
  'wrong-host': by('checksHost', fails('tls/host-mismatch'), taken),
  expired: by('checksDates', fails('tls/expired'), taken),
  'not-yet-valid': by('checksDates', fails('tls/not-yet-valid'), taken),
  'self-signed': fails('tls/unknown-ca'),
  'tls13-only': by('speaksTls13', taken, fails('tls/no-shared-protocol')),
  'tls12-only': taken,
  'no-shared-cipher': fails('tls/no-shared-cipher'),
  'plain-http': fails('tls/answer-not-tls'),
  'server-gone': fails('net/refused'),
  'port-filtered': fails('net/unreachable'),
  'same-version': byProgram({
    native: by('checksVersion', fails('ota/same-version'), taken),
    simple: taken,
    advanced: by('checksVersion', fails('ota/same-version'), taken),
  }),
  'last-invalid-version': byProgram({
    native: by('rollback', fails('ota/last-invalid-version'), none),
    simple: none,
    advanced: none,
  }),
  'power-cut': fails('board/restarted'),
  'diagnostics-fail': byProgram({
    native: by('rollback', fails('boot/diagnostics-failed'), taken),
    simple: none,
    advanced: none,
  }),
  'crash-after-boot': by('rollback', fails('boot/crashed'), () => ({ codes: ['boot/loop'], runs: 'either' })),
  'never-confirms': byProgram({
    native: by('rollback', () => ({ codes: ['confirmed'], runs: 'before' }), taken),
    simple: none,
    advanced: by('rollback', () => ({ codes: ['confirmed'], runs: 'before' }), taken),
  }),
};
