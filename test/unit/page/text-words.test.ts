import { expect, test } from 'vitest';
import { en } from '../../../shared/text/en/index.ts';
import { zhCn } from '../../../shared/text/zh-CN/index.ts';

/** Words no text says: the board is the subject, an instruction is short. 请求 (to ask for) and 申请 are other words. */
const UNSAID = /\b(?:please|successfully|oops)\b|(?<!申)请(?!求)|已成功|成功地|抱歉/iu;

test.each([
  ['English', en],
  ['Chinese', zhCn],
])('no %s text says please, successfully or oops', (_language, texts) => {
  const all = textsOf(texts, '');
  expect(all.length).toBeGreaterThan(1000);
  expect(all.filter(({ text }) => UNSAID.test(text))).toEqual([]);
});

test.each(['Please retry.', 'Oops', 'Successfully written', '请重试。'])('%s would be found', (text) => {
  expect(UNSAID.test(text)).toBe(true);
});

function textsOf(texts: object, path: string): { readonly key: string; readonly text: string }[] {
  return Object.entries(texts).flatMap(([name, value]: [string, unknown]) => {
    const key = path === '' ? name : `${path}.${name}`;
    if (typeof value === 'string') return [{ key, text: value }];
    return typeof value === 'object' && value !== null ? textsOf(value, key) : [];
  });
}
