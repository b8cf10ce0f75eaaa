import { parseLogLine } from '../../log/parse-log-line.ts';
import type { DeviceEvent } from '../device/device-event.ts';
import { recognise } from '../device/recognise.ts';
import type { Mapping } from './mapping.ts';
import { createRecogniser } from './recogniser.ts';

/** What a log means to an update. */
export interface MappingTest {
  readonly lines: number;
  /** The first lines that mean something, in their order. */
  readonly meant: readonly MeantLine[];
  /** Of all lines: those that a mapping read, and those that ESP-IDF's own words did. */
  readonly byMapping: number;
  readonly byEspIdf: number;
  /** Rules that no line fits, as `name: pattern`. */
  readonly unused: readonly string[];
}

export interface MeantLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly event: DeviceEvent;
  readonly by: 'mapping' | 'esp-idf';
}

/** More lines than this are counted and not told. */
const MAX_MEANT = 2_000;

/** Reads a log by mappings and tells which line meant what. */
export function tryMappings(mappings: readonly Mapping[], log: string): MappingTest {
  const read = createRecogniser(mappings);
  const rules = mappings.flatMap((mapping) =>
    mapping.rules.map((rule) => ({
      title: `${mapping.name}: ${rule.match}`,
      fits: createRecogniser([{ name: mapping.name, rules: [rule] }]),
      used: false,
    })),
  );
  const lines = log.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  const meant: MeantLine[] = [];
  const count = { mapping: 0, 'esp-idf': 0 };
  for (const [index, text] of lines.entries()) {
    const parsed = parseLogLine(text);
    const event = read(parsed);
    if (event === null) continue;
    const own = recognise(parsed);
    const by = same(event, own) ? 'esp-idf' : 'mapping';
    count[by] += 1;
    if (meant.length < MAX_MEANT) meant.push({ line: index + 1, text: parsed.text, event, by });
    for (const rule of rules) if (!rule.used && !same(rule.fits(parsed), own)) rule.used = true;
  }
  return {
    lines: lines.length,
    meant,
    byMapping: count.mapping,
    byEspIdf: count['esp-idf'],
    unused: rules.filter(({ used }) => !used).map(({ title }) => title),
  };
}

function same(one: DeviceEvent | null, other: DeviceEvent | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
