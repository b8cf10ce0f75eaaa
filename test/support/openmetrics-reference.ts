import { execFileSync } from 'node:child_process';

const PARSE = `
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
families = [[f.name, f.type, f.unit, [[s.name, s.labels, s.value] for s in f.samples]]
            for f in parse(sys.stdin.read())]
print(json.dumps(families))`;

/** A Python that has Prometheus' own parser of OpenMetrics, the system's first: Debian packs it for that; null without. */
export const PYTHON =
  ['/usr/bin/python3', 'python3'].find((python) => {
    try {
      execFileSync(python, ['-c', 'import prometheus_client.openmetrics.parser'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  }) ?? null;

export type ReferenceFamily = readonly [
  name: string,
  type: string,
  unit: string,
  samples: readonly (readonly [name: string, labels: Readonly<Record<string, string>>, value: number])[],
];

/** What the reference parser reads in an exposition. @throws where it refuses it */
export function readByReference(text: string): readonly ReferenceFamily[] {
  const json = execFileSync(PYTHON ?? 'python3', ['-c', PARSE], {
    input: text,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return JSON.parse(json.toString()) as readonly ReferenceFamily[];
}
