import { expect, test } from 'vitest';

/**
 * Files whose texts are joined to one area: a key in two of them would silently take one text for the other. The
 * certificates and the history have areas of their own.
 */
const AREAS: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  page: import.meta.glob(['../../../shared/text/en/page-*.ts', '!**/page-{certs,history}.ts'], {
    eager: true,
  }),
  errors: {
    ...import.meta.glob('../../../shared/text/en/errors*.ts', { eager: true }),
    ...import.meta.glob('../../../shared/text/en/{causes,refusals}.ts', { eager: true }),
  },
};

test.each(Object.keys(AREAS))('no two files of the %s texts have a key in common', (area) => {
  const owners = new Map<string, string>();
  const twice: string[] = [];
  for (const [file, module] of Object.entries(AREAS[area] ?? {})) {
    for (const [name, texts] of Object.entries(module)) {
      for (const key of Object.keys(texts as object)) {
        const owner = owners.get(key);
        if (owner !== undefined) twice.push(`${key}: ${owner} and ${file} ${name}`);
        owners.set(key, `${file} ${name}`);
      }
    }
  }
  expect(owners.size).toBeGreaterThan(100);
  expect(twice).toEqual([]);
});
