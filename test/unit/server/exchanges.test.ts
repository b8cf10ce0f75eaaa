import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

import type { Exchange } from '../../../electron/core/server/exchange.ts';
import { Exchanges } from '../../../electron/core/server/exchanges.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is left in memory of so many exchanges that ran and ended. */
async function left(exchanges: Exchanges, count: number): Promise<boolean[]> {
  const references = Array.from({ length: count }, () => {
    const exchange = {} as Exchange;
    exchanges.add(exchange);
    exchanges.delete(exchange);
    return new WeakRef(exchange);
  });
  // A WeakRef holds what it names to the end of the turn.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  return references.map((reference) => reference.deref() !== undefined);
}

test('the last two that ended stay in memory, and their images with them, however many there were', async () => {
  const exchanges = new Exchanges();
  expect(await left(exchanges, 1)).toEqual([true]);
  expect(await left(exchanges, 6)).toEqual([false, false, false, false, true, true]);
  expect(exchanges.downloads).toEqual([]);
});
