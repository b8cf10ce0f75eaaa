import { expect, test } from 'vitest';
import { serverText, shortFingerprint } from '../../../renderer/bar/bar-text.ts';
import { percentWritten, standingOf } from '../../../renderer/bench/standing.ts';
import { baudRateOf, portDetail } from '../../../renderer/boards/port-text.ts';
import { rowText } from '../../../renderer/boards/row-text.ts';
import { builtAt, imageFacts } from '../../../renderer/image/facts-text.ts';
import { announcement } from '../../../renderer/notices/announcement.ts';
import type { NowInput } from '../../../renderer/readout/readout-text.ts';
import { boardLine, nowOf } from '../../../renderer/readout/readout-text.ts';
import { requestText } from '../../../renderer/requests/request-text.ts';
import {
  durationText,
  durationWords,
  exactBytes,
  percentBelow100,
  rateText,
  shortDigest,
  sizeText,
} from '../../../renderer/text/format.ts';
import { createTranslator } from '../../../shared/text/translator.ts';
import { SESSIONS } from '../../support/scripted/sessions.ts';
import {
  board,
  FACTS,
  IMAGE_FACTS,
  port,
  request,
  SERVER,
  SIZE_BYTES,
} from '../../support/scripted/values.ts';

const t = createTranslator('en');
const zh = createTranslator('zh-CN');
const NOW = 1_000_000;

test('sizes are bytes for proof and KiB for reading, rates kB/s', () => {
  expect(exactBytes(912_384)).toBe('912,384 B');
  expect([sizeText(912_384), sizeText(611_328, 0), sizeText(4 * 1024 * 1024), sizeText(812)]).toEqual([
    '891.0 KiB',
    '597 KiB',
    '4 MiB',
    '812 B',
  ]);
  expect([rateText(113_000), rateText(812)]).toEqual(['113 kB/s', '812 B/s']);
});

test('durations have one decimal below a minute, and 秒 only in Chinese sentences', () => {
  expect([durationText(7_340), durationText(161_400)]).toEqual(['7.3 s', '2 min 41 s']);
  expect(durationWords(zh, 17_900)).toBe('17.9 秒');
  expect(durationWords(zh, 161_400)).toBe('2 分 41 秒');
});

test('percent is rounded down and never 100', () => {
  expect([percentBelow100(0, 10), percentBelow100(669, 1000), percentBelow100(10, 10)]).toEqual([0, 66, 99]);
  expect(percentBelow100(1, 0)).toBe(0);
});

test('a digest is shortened in its middle', () => {
  expect(shortDigest(IMAGE_FACTS.appendedSha256 ?? '')).toBe('3715ad2e…6107653c');
});

test('where a board stands follows its update, its port, and its own words, in this order', () => {
  const ended = SESSIONS.failed();
  expect(standingOf(board('a', { session: SESSIONS.pushing(NOW), link: 'gone' }), null).kind).toBe(
    'updating',
  );
  expect(standingOf(board('a', { session: ended, link: 'gone' }), null).kind).toBe('offline');
  expect(standingOf(board('a', { session: ended }), null).kind).toBe('ended');
  expect(standingOf(board('a', { session: ended }), ended.pushId).kind).toBe('waiting');
  expect(standingOf(board('a', { facts: { ...FACTS, ready: false, pendingVerify: true } }), null).kind).toBe(
    'verifying',
  );
  expect(standingOf(board('a', { facts: { ...FACTS, ready: false } }), null).kind).toBe('idle');
});

test('bytes handed to the kernel give no percentage', () => {
  const session = SESSIONS.pushing(NOW);
  const handed = { ...session.progress, bytesAre: 'handed' as const, writtenBytes: null };
  expect(percentWritten(session)).toBe(67);
  expect(percentWritten({ ...session, progress: { ...handed, deliveredBytes: SIZE_BYTES } })).toBeNull();
  expect(percentWritten({ ...session, progress: { ...session.progress, writtenBytes: SIZE_BYTES } })).toBe(
    99,
  );
  expect(percentWritten({ ...session, current: 'imageVerified' })).toBeNull();
});

test('a row of the list has its glyph, its status and what is known of it', () => {
  const row = (more: Parameters<typeof board>[1]): readonly (string | number | null)[] => {
    const { glyph, detail, percent } = rowText(t, board('a', more), null);
    return [glyph, detail, percent];
  };
  expect(row({})).toEqual(['waiting', 'waits for a URL', null]);
  expect(row({ session: SESSIONS.pushing(NOW) })).toEqual(['updating', 'Writing', 67]);
  expect(row({ session: SESSIONS.confirmed() })).toEqual(['confirmed', '1.5.0 on ota_1', null]);
  expect(row({ session: SESSIONS.rolledBack() })).toEqual(['rolledBack', 'back to 1.4.2', null]);
  expect(row({ session: SESSIONS.failed() })).toEqual(['failed', 'The board does not trust this CA.', null]);
  expect(row({ link: 'gone' })).toEqual(['offline', 'port is gone', null]);
  expect(row({ port: port('virtual', { virtual: true }), facts: { ...FACTS, ready: false } })).toEqual([
    'idle',
    'virtual · 1.4.2 on ota_0',
    null,
  ]);
  const busy = { code: 'serial/port-busy', params: { path: '/dev/ttyUSB3' } } as const;
  expect(row({ link: 'closed', error: busy })[1]).toContain('/dev/ttyUSB3');
});

test('the third answer says what happens now', () => {
  const now = (more: Partial<NowInput>): readonly (string | null)[] => {
    const { word, figure, detail } = nowOf(t, {
      board: board('a'),
      phase: 'ready',
      session: null,
      elapsedMs: 7_300,
      leftMs: 10_600,
      stoppedAt: null,
      ...more,
    });
    return [word, figure, detail];
  };
  expect(now({ board: null })[0]).toBe('No board');
  expect(now({})).toEqual(['Ready', null, 'The board waits for a URL']);
  expect(now({ phase: 'empty' })[0]).toBe('Waiting');
  expect(now({ session: SESSIONS.pushing(NOW) })).toEqual(['Writing', '67 %', '7.3 s so far · 10.6 s left']);
  expect(now({ session: SESSIONS.pushing(NOW), leftMs: null })[2]).toBe('7.3 s so far');
  const trial = { ...SESSIONS.confirmed(), verdict: null, current: 'confirmed' } as const;
  expect(now({ session: trial })[0]).toBe('Confirming');
  const waiting = { ...SESSIONS.pushing(NOW), waitingFor: 'reset' as const };
  expect(now({ session: waiting })).toEqual(['Waiting', null, 'Press the board’s reset button']);
  expect(now({ session: SESSIONS.failed(), stoppedAt: 'tls' })).toEqual([
    'Failed',
    null,
    'At TLS, after 1.7 s',
  ]);
  expect(now({ session: SESSIONS.rolledBack() })[2]).toBe('Back to 1.4.2 after 20.3 s');
  expect(now({ session: { ...SESSIONS.refused(), stages: [] } })[2]).toBe('Before anything was sent');
  expect(now({ board: board('a', { link: 'closed' }) })[2]).toBe('The port is closed');
});

test('under the board’s name stands what is known of it', () => {
  expect(boardLine(board('a'))).toEqual(['ESP32 v3.1', 'ttyUSB3', '192.168.1.77']);
  expect(boardLine(board('a', { facts: { ...FACTS, chip: null, chipRevision: null, ipv4: null } }))).toEqual([
    'ttyUSB3',
  ]);
});

test('the facts of an image name size, slot, build and digest', () => {
  const values = imageFacts(t, IMAGE_FACTS, board('a'), null).map(({ value, remark }) => [value, remark]);
  expect(values).toEqual([
    ['ESP32', null],
    ['912,384 B', '87 % of slot'],
    ['2026-11-22 01:47', null],
    ['v5.3.4', null],
    ['3715ad2e…6107653c', null],
  ]);
  const bare = { ...IMAGE_FACTS, appendedSha256: null, compileDate: null, chip: null };
  expect(imageFacts(t, bare, null, null).map(({ name }) => name)).toContain('File SHA-256');
  expect(builtAt({ ...IMAGE_FACTS, compileDate: 'Jan  2 2027' })).toBe('2027-01-02 01:47');
  expect(builtAt({ ...IMAGE_FACTS, compileDate: 'someday', compileTime: null })).toBe('someday');
});

test('a request says how it ended and what its bytes are', () => {
  const detail = (more: Parameters<typeof request>[1]): string => {
    const { status, detail: said } = requestText(t, request('r', more));
    return `${status} ${said}`;
  };
  expect(detail({})).toBe('200 912,384 B · 8.1 s');
  expect(detail({ outcome: 'running', bytes: 456_192 })).toBe('200 50 % delivered');
  expect(detail({ outcome: 'running', bytes: SIZE_BYTES, bytesAre: 'handed' })).toBe('200 891 KiB sent');
  expect(detail({ outcome: 'stalled', bytes: 5_734 })).toBe('200 5.6 KiB, stalled');
  expect(detail({ outcome: 'tlsRefused', status: null, alert: 48 })).toBe('TLS alert 48 unknown_ca');
  expect(detail({ outcome: 'tlsRefused', status: null, code: 'tls/closed' })).toBe('TLS closed');
});

test('the lamp says whether and where the server runs', () => {
  expect(serverText(t, SERVER)).toMatchObject({ lamp: 'on', url: 'https://192.168.1.23:8002' });
  expect(serverText(t, null).lamp).toBe('off');
  const taken = { code: 'server/address-in-use', params: { port: 8002, address: '0.0.0.0' } } as const;
  expect(serverText(t, { kind: 'failed', error: taken })).toMatchObject({ lamp: 'bad', url: null });
  expect(serverText(t, { kind: 'failed', error: taken }).title).toContain('8002');
});

test('a fingerprint is shortened with or without colons', () => {
  const whole = '5f0c91a73e5b0ad8c2c1e07f6b9ab1d3e4f5061728394a5b6c7d8e9f0a1b2ed4';
  expect(shortFingerprint(whole)).toBe('5F:0C:91:A7 … 2E:D4');
  expect(shortFingerprint('AA:BB')).toBe('AA:BB');
});

test('ports are told apart by their numbers, and a baud rate must be one', () => {
  expect(portDetail(port('ttyUSB3'))).toBe('/dev/ttyUSB3 · 10C4:EA60 · SN 0001');
  expect(portDetail(port('x', { vendorId: null, serialNumber: null }))).toBe('/dev/x');
  expect(['115200', ' 9600', '0', '1e6', '', '13000000'].map(baudRateOf)).toEqual([
    115_200,
    9600,
    null,
    null,
    null,
    null,
  ]);
});

test('a screen reader is told the stage, and the verdict with its cause', () => {
  const one = board('bench-07');
  expect(announcement(t, one, SESSIONS.pushing(NOW))).toEqual({ stage: 'bench-07: Writing', verdict: '' });
  expect(announcement(t, one, SESSIONS.failed())).toEqual({
    stage: '',
    verdict: 'bench-07: Failed. The board does not trust this CA.',
  });
});
