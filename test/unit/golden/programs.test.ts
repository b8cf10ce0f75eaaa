import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { parseLogLine } from '../../../shared/log/parse-log-line.ts';
import { recognise } from '../../../shared/ota/device/recognise.ts';
import type { GoldenPart } from '../../support/golden/golden-session.ts';
import { readGolden, replayGolden } from '../../support/golden/golden-session.ts';

const LOGS = new URL('../../fixtures/logs/', import.meta.url);
const RELEASES = ['4.4', '5.0', '5.1', '5.2', '5.3', '5.4', '5.5', '6.0', '6.1'];
const PROGRAMS = ['native', 'simple', 'advanced'];
const names = PROGRAMS.flatMap((program) => RELEASES.map((release) => `synthetic-${program}-${release}.log`));
const textOf = (name: string): string => readFileSync(new URL(name, LOGS), 'utf8');

test.each(names)('%s: an update that goes through and one that does not, each with its verdict', (name) => {
  const text = textOf(name);
  expect(text).toMatch(/^# Synthetic: the \w+ example of ESP-IDF \d\.\d/);
  const parts = readGolden(text);
  const [good, bad] = parts.map((part) => replayGolden(part).view);
  expect(good?.verdict).toMatchObject({ outcome: 'confirmed', proof: parts[0]?.head.proof });
  expect(good?.stages.at(-1)?.stage).toBe('confirmed');
  expect(bad?.verdict).toMatchObject({ outcome: 'failed', error: { code: 'image/corrupt' }, proof: null });
});

test.each(names)('%s means to an update what its golden file says', async (name) => {
  const lines = readGolden(textOf(name)).flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === 'line' ? [step.text] : [])),
  );
  const events = lines.flatMap((line) => recognise(parseLogLine(line)) ?? []);
  const golden = events.map((event) => JSON.stringify(event)).join('\n');
  const file = `../../fixtures/logs/${name.replace('.log', '.events')}`;
  await expect(`${golden}\n`).toMatchFileSnapshot(file);
});

/** Of a golden update, only what the bootloader, ESP-IDF's start-up and the server say. */
function withoutTheExample({ head, steps }: GoldenPart): GoldenPart {
  const kept = steps.filter(
    (step) =>
      step.kind !== 'line' ||
      /^[EWI] \(\d+\) (?:boot|boot\.esp32|cpu_start|app_init|esp_netif_handlers|wifi): /.test(step.text) ||
      /^(?:rst:|ets )/.test(step.text),
  );
  // It prints no line when it can take a URL: it has one of its own.
  return { head: { ...head, options: { ...head.options, sendUrl: false } }, steps: kept };
}

const own = (release: string, change: (line: string) => string = (line) => line) => {
  const [part] = readGolden(textOf(`synthetic-native-${release}.log`));
  if (part === undefined) throw new Error(`nothing for ${release}`);
  const { head, steps } = withoutTheExample(part);
  const told = steps.map((step) => (step.kind === 'line' ? { ...step, text: change(step.text) } : step));
  // Ready is what the server tells: the board came and asked.
  const quiet = { head, steps: [...told, { kind: 'wait', ms: 90_000 } as const] };
  return replayGolden(quiet).view;
};

test.each(RELEASES)(
  'firmware of %s that prints none of the example is confirmed by its ELF digest',
  (release) => {
    const { verdict, stages } = own(release);
    expect(verdict).toMatchObject({ outcome: 'confirmed', proof: 'elf' });
    expect(stages.map(({ stage }) => stage)).toEqual(
      expect.arrayContaining(['tls', 'newImageRuns', 'confirmed']),
    );
  },
);

test.each(RELEASES)('firmware of %s is never confirmed by its version alone', (release) => {
  const { verdict, after } = own(release, (line) =>
    line.replace(/ELF file SHA256:.*/, 'Compile time: today'),
  );
  expect(after.version).toBe('2.0.0');
  expect(verdict).toMatchObject({ outcome: 'failed', error: { code: 'boot/unproven' }, proof: 'version' });
});

test('public golden logs and synthetic ones are counted apart', () => {
  const synthetic = [...readdirSync(LOGS), ...readdirSync(new URL('causes/', LOGS))].filter((name) =>
    /^synthetic-.*\.log$/.test(name),
  );
  const published = readdirSync(new URL('public/', LOGS)).filter((name) => name.endsWith('.log'));
  process.stdout.write(`golden logs: ${published.length} public, ${synthetic.length} synthetic\n`);
  expect(published.length).toBeGreaterThanOrEqual(16);
  expect(synthetic.length).toBeGreaterThanOrEqual(90);
  expect(published.filter((name) => name.startsWith('synthetic'))).toEqual([]);
});
