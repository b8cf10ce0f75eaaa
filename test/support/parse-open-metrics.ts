/** One family as an exposition tells it. */
export interface ParsedFamily {
  readonly name: string;
  type: string | null;
  unit: string | null;
  help: string | null;
  readonly samples: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const TYPES = ['unknown', 'gauge', 'counter', 'stateset', 'info', 'histogram', 'gaugehistogram', 'summary'];
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
/** What a sample's name adds to its family's, by type. */
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total', '_created'],
  info: ['_info'],
  gauge: [''],
  unknown: [''],
};

/** Reads OpenMetrics 1.0 text by the letter of its grammar and its rules. @throws Error naming the line */
export function parseOpenMetrics(text: string): readonly ParsedFamily[] {
  if (!text.endsWith('\n# EOF\n') && text !== '# EOF\n')
    throw new Error('does not end with "# EOF" and a line feed');
  const lines = text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1);
  const families = new Map<string, ParsedFamily>();
  let current: ParsedFamily | null = null;
  for (const [index, line] of lines.entries()) {
    const fail = (why: string): never => {
      throw new Error(`line ${index + 1}: ${why}: ${line}`);
    };
    const [, kind, name = '', rest = ''] = /^# (TYPE|HELP|UNIT) (\S+) (.*)$/.exec(line) ?? [];
    if (kind !== undefined) {
      current = familyOf(families, current, name, fail);
      describe(current, kind, rest, fail);
    } else if (line.startsWith('#') || line === '' || current === null) fail('neither metadata nor sample');
    else addSample(current, line, fail);
  }
  for (const family of families.values()) checkFamily(family);
  return [...families.values()];
}

function familyOf(
  families: Map<string, ParsedFamily>,
  current: ParsedFamily | null,
  name: string,
  fail: (why: string) => never,
): ParsedFamily {
  if (current?.name === name) return current.samples.length > 0 ? fail('metadata after samples') : current;
  if (!NAME.test(name)) fail('bad metric name');
  if (families.has(name)) fail('family is interleaved');
  const family = { name, type: null, unit: null, help: null, samples: [] };
  families.set(name, family);
  return family;
}

function describe(family: ParsedFamily, kind: string, rest: string, fail: (why: string) => never): void {
  if (kind === 'TYPE') {
    if (family.type !== null) fail('type twice');
    if (!TYPES.includes(rest)) fail('unknown type');
    family.type = rest;
  } else if (kind === 'UNIT') {
    if (family.unit !== null) fail('unit twice');
    family.unit = rest;
  } else {
    if (family.help !== null) fail('help twice');
    family.help = unescaped(rest, fail);
  }
}

function addSample(family: ParsedFamily, line: string, fail: (why: string) => never): void {
  const parts = /^([^\s{]+)(?:\{(.*)\})? (\S+)$/.exec(line);
  const [, name = '', inside, number = ''] = parts ?? fail('no sample');
  if (!NAME.test(name)) fail('bad metric name');
  const suffixes = SUFFIXES[family.type ?? 'unknown'] ?? [];
  if (!suffixes.some((suffix) => name === family.name + suffix)) fail(`not a name of ${family.name}`);
  if (!NUMBER.test(number) && !/^([+-]?Inf|NaN)$/.test(number)) fail('no number');
  const labels = inside === undefined ? {} : parseLabels(inside, fail);
  const value = Number(number);
  if (family.type === 'counter' && !(value >= 0)) fail('a counter below zero');
  if (family.type === 'info' && value !== 1) fail('an info other than 1');
  const key = JSON.stringify([name, Object.entries(labels).sort()]);
  const taken = family.samples.some(
    (one) => JSON.stringify([one.name, Object.entries(one.labels).sort()]) === key,
  );
  if (taken) fail('the same sample twice');
  family.samples.push({ name, labels, value });
}

function parseLabels(text: string, fail: (why: string) => never): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\.)*)"(,|$)/y;
  while (label.lastIndex < text.length) {
    const match = label.exec(text);
    if (match === null) return fail('bad labels');
    const [, name = '', value = '', end] = match;
    if (Object.hasOwn(labels, name)) fail('a label twice');
    if (end === ',' && label.lastIndex === text.length) fail('a comma behind the last label');
    labels[name] = unescaped(value, fail);
  }
  return labels;
}

function unescaped(text: string, fail: (why: string) => never): string {
  return text.replaceAll(/\\(.?)/g, (_, character: string) => {
    if (character === 'n') return '\n';
    return character === '\\' || character === '"' ? character : fail('bad escape');
  });
}

function checkFamily({ name, type, unit, samples }: ParsedFamily): void {
  if (type === null) throw new Error(`${name} has no type`);
  if (samples.length === 0) throw new Error(`${name} has no sample`);
  if (unit !== null && !name.endsWith(`_${unit}`))
    throw new Error(`${name} does not end in its unit ${unit}`);
  if (unit !== null && (type === 'info' || type === 'stateset'))
    throw new Error(`${name}: ${type} has no unit`);
  if (type === 'counter' && name.endsWith('_total'))
    throw new Error(`${name}: a counter's family has no _total`);
}
