import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { readTlsRefusal } from '../../../electron/core/server/tls-refusal.ts';
import { parseLogLine } from '../../../shared/log/parse-log-line.ts';
import { createTranslator, errorText } from '../../../shared/text/translator.ts';
import { OLD_BOOT, SessionDriver } from '../../support/session-driver.ts';

/** One file a release line; each part is one update that failed, with its cause and what the server saw. */
const folder = new URL('../../fixtures/logs/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.startsWith('synthetic-tls-'));

interface Part {
  readonly cause: string;
  readonly server: string;
  readonly lines: readonly string[];
}

function partsOf(name: string): readonly Part[] {
  const [, ...parts] = readFileSync(new URL(name, folder), 'utf8').trimEnd().split(/^# /m).slice(1);
  return parts.map((part) => {
    const [head = '', ...lines] = part.trimEnd().split('\n');
    const [cause = '', server = ''] = head.split('; server: ');
    return { cause, server, lines };
  });
}

/** The verdict of a board that says these lines while the server sees what it saw. */
function causeOf({ server, lines }: Part): string | null {
  const driver = new SessionDriver().before(OLD_BOOT).start().after(200);
  if (server !== 'nothing') {
    const alert = /^alert (\d+)$/.exec(server)?.[1];
    const error = alert === undefined ? { code: server } : { message: `SSL alert number ${alert}` };
    driver.server({ kind: 'connected' }).server({ kind: 'tlsRefused', ...readTlsRefusal(error) });
  }
  for (const line of lines) {
    const { level, tag, text } = parseLogLine(line);
    driver.board(`${level} (1) ${tag}: ${text}`);
  }
  return driver.after(5_000).code;
}

test('every release line of ESP-IDF has its texts', () => {
  expect(names.map((name) => name.slice('synthetic-tls-'.length, -'.log'.length))).toEqual([
    '4.4',
    '5.0',
    '5.1',
    '5.2',
    '5.3',
    '5.4',
    '5.5',
    '6.0',
    '6.1',
  ]);
  for (const name of names) {
    expect(readFileSync(new URL(name, folder), 'utf8')).toMatch(/^# Synthetic: .*ESP-IDF v\d/);
    expect(partsOf(name).length).toBeGreaterThanOrEqual(20);
  }
});

test.each(names)('each failed handshake of %s has one cause, with words in both languages', (name) => {
  for (const part of partsOf(name)) {
    const code = causeOf(part);
    expect({ ...part, code }).toMatchObject({ code: part.cause });
    for (const language of ['en', 'zh-CN'] as const) {
      const words = errorText(createTranslator(language), {
        code: part.cause as 'tls/closed',
        params: { host: 'h', port: '1' },
      });
      expect(words.hint).not.toBe('');
      expect(words.message).not.toContain('{{');
    }
  }
});

test('where several boards share an address, the server’s word is not taken for one of theirs', () => {
  const driver = new SessionDriver().before(OLD_BOOT).start().after(200);
  driver.server({ kind: 'tlsRefused', alert: 48, code: 'tls/unknown-ca' }, false);
  driver.board('E (1) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700');
  expect(driver.after(5_000).code).toBe('tls/certificate');
});

test('an alert that has two meanings is not read as one where the self-test was gone past', () => {
  const driver = new SessionDriver().before(OLD_BOOT).start().after(200);
  driver.step({ kind: 'overridden', checks: ['self-test'] });
  driver.server({ kind: 'tlsRefused', ...readTlsRefusal({ message: 'SSL alert number 46' }) });
  driver.board('E (1) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700');
  expect(driver.after(5_000).code).toBe('tls/refused');
});
