import { expect, test } from 'vitest';

import { en } from '../../../shared/text/en/index.ts';
import { createTranslator } from '../../../shared/text/translator.ts';
import { zhCn } from '../../../shared/text/zh-CN/index.ts';

/** Every text by its path, `errors:tls/unknown-ca.hint`. */
function flat(texts: unknown, path = ''): ReadonlyMap<string, string> {
  if (typeof texts === 'string') return new Map([[path, texts]]);
  const join = (key: string): string =>
    path === '' ? key : `${path}${path.includes(':') ? '.' : ':'}${key}`;
  return new Map(Object.entries(texts as object).flatMap(([key, value]) => [...flat(value, join(key))]));
}

const english = flat(en);
const chinese = flat(zhCn);
const HAN = /\p{Script=Han}/u;

test('each key of one language is a key of the other', () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  expect(english.size).toBeGreaterThan(300);
});

test('a text has the same placeholders in both languages', () => {
  const placeholders = (text: string | undefined): readonly string[] =>
    [...new Set((text ?? '').match(/\{\{[^}]+\}\}/g) ?? [])].sort();
  const differing = [...english].filter(
    ([key, text]) => placeholders(text).join() !== placeholders(chinese.get(key)).join(),
  );
  expect(differing).toEqual([]);
});

test('no Chinese text was left in English, and no English one is Chinese', () => {
  // Words of a machine, names, and figures stay as they are; a text of Latin letters needs a reason.
  const words = (text: string): string => text.replace(/\{\{[^}]+\}\}/g, '').replace(/--[a-z-]+/g, '');
  const same = [...english]
    .filter(([key, text]) => text === chinese.get(key) && /[a-z]{2,}/i.test(words(text)))
    .map(([, text]) => text);
  expect(same.filter((text) => !STAYS.has(text))).toEqual([]);
  expect([...english.values()].filter((text) => HAN.test(text))).toEqual([]);
});

/** What ESP-IDF, a protocol or a log prints, the same in both languages. */
const STAYS: ReadonlySet<string> = new Set([
  'TLS',
  'rom',
  'server',
  'workbench',
  'ESP-IDF',
  'ELF SHA-256',
  '{{pageKib}} KiB',
  'Wi-Fi',
  'CA',
  'SHA-256',
  'VPN',
  'ufw',
  'firewalld',
]);

test('a text that is asked for is found in both languages, with its values', () => {
  for (const language of ['en', 'zh-CN'] as const) {
    const t = createTranslator(language);
    expect(t('page:versionOnSlot', { version: '1.5.0', slot: 'ota_1' })).toMatch(/1\.5\.0.*ota_1/);
    expect(t('page:passed', { count: 9 })).toContain('9');
    expect(t('errors:tls/unknown-ca.message')).not.toContain('tls/');
  }
});

test('no sentence of ours says please, oops or successfully', () => {
  expect([...english].filter(([, text]) => /\b(please|oops|successfully)\b/i.test(text))).toEqual([]);
});
