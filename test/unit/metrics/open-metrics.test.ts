import { expect, test } from 'vitest';

import { Metrics } from '../../../electron/core/metrics/metrics.ts';
import type { Push } from '../../../shared/contract/contract.ts';
import type { BoardState } from '../../../shared/contract/values.ts';
import { openMetricsText } from '../../../shared/metrics/open-metrics.ts';
import { parseOpenMetrics } from '../../support/parse-open-metrics.ts';
import { boardOf, verdictOf, viewOf } from '../../support/session-views.ts';

const metrics = () => new Metrics({ version: '1.0 "rc"\\', startedAtMs: 1_500, residentBytes: () => 4_096 });
const told = (key: string, value: BoardState | null): Push => ({
  kind: 'state',
  name: 'board',
  key,
  rev: 1,
  value,
});
const sampleOf = (text: string, name: string, labels: Record<string, string> = {}): number | undefined =>
  parseOpenMetrics(text)
    .flatMap(({ samples }) => samples)
    .find((one) => one.name === name && JSON.stringify(one.labels) === JSON.stringify(labels))?.value;

test('what is told follows the grammar of OpenMetrics, with nothing counted and with labels to escape', () => {
  const families = parseOpenMetrics(metrics().text());
  expect(families.map(({ name }) => name)).toContain('ota_workbench_pushes');
  expect(families[0]?.samples[0]?.labels).toEqual({ version: '1.0 "rc"\\' });
});

test('an update is counted once, by its verdict, however often its board is told', () => {
  const counted = metrics();
  const running = boardOf({ session: viewOf({ pushId: 'one' }) });
  const ended = boardOf({
    session: viewOf({ pushId: 'one', verdict: verdictOf({ outcome: 'rolledBack' }) }),
  });
  counted.see(told('b', running));
  expect(sampleOf(counted.text(), 'ota_workbench_pushes_running')).toBe(1);
  counted.see(told('b', ended));
  counted.see(told('b', ended));
  expect(sampleOf(counted.text(), 'ota_workbench_pushes_total', { outcome: 'rolledBack' })).toBe(1);
  expect(sampleOf(counted.text(), 'ota_workbench_pushes_total', { outcome: 'confirmed' })).toBe(0);
  expect(sampleOf(counted.text(), 'ota_workbench_pushes_running')).toBe(0);
  expect(sampleOf(counted.text(), 'ota_workbench_boards_open')).toBe(1);
  counted.see(told('b', null));
  expect(sampleOf(counted.text(), 'ota_workbench_boards_open')).toBe(0);
});

test('bytes of logs only grow, also when a board goes and comes again', () => {
  const counted = metrics();
  const log = (bytes: number) => boardOf({ log: { ...boardOf().log, bytes } });
  counted.see(told('b', log(100)));
  counted.see(told('b', log(150)));
  counted.see(told('b', null));
  counted.see(told('b', log(20)));
  expect(sampleOf(counted.text(), 'ota_workbench_log_bytes_total')).toBe(170);
});

test('the parser of these tests is strict', () => {
  const good = openMetricsText([
    {
      name: 'a_bytes',
      type: 'counter',
      unit: 'bytes',
      help: 'x\n"y"\\',
      samples: [{ labels: { l: 'a"b' }, value: 1.5 }],
    },
  ]);
  expect(parseOpenMetrics(good)[0]).toMatchObject({ help: 'x\n"y"\\', samples: [{ labels: { l: 'a"b' } }] });
  const bad: readonly (readonly [string, RegExp])[] = [
    [good.replace('# EOF\n', '# EOF'), /EOF/],
    [good.replace('_total', ''), /not a name/],
    [good.replace('UNIT a_bytes bytes', 'UNIT a_bytes seconds'), /unit/],
    [good.replace('# HELP', '\n# HELP'), /neither/],
    [good.replace(' 1.5', ' 1,5'), /no number/],
    [good.replace(' 1.5', ' -1'), /below zero/],
    [good.replace('a\\"b', 'a\\qb'), /escape/],
    [good.replace('# EOF', '# TYPE a_bytes counter\n# EOF'), /after samples/],
  ];
  for (const [text, why] of bad) expect(() => parseOpenMetrics(text)).toThrow(why);
});
