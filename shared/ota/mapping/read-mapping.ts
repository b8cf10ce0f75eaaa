import { RE2JS } from 're2js';

import type { YamlFinding, YamlReading } from '../../yaml/read-yaml.ts';
import { readYaml } from '../../yaml/read-yaml.ts';
import type { Mapping } from './mapping.ts';
import { MAPPED_EVENTS, mappingSchema } from './mapping.ts';

type Finding = YamlFinding<'bad-pattern' | 'no-group'>;

/** Reads a mapping file. Every problem is told with its place. */
export function readMapping(
  text: string,
): YamlReading<Mapping, 'syntax' | 'unknown-key' | 'missing' | 'wrong-value' | Finding['kind']> {
  return readYaml(text, mappingSchema, ({ rules }) =>
    rules.flatMap(({ match, event }, index): Finding[] => {
      const path = ['rules', index, 'match'];
      try {
        const groups = RE2JS.compile(match).namedGroups();
        const lacking = MAPPED_EVENTS[event].filter((name) => !Object.hasOwn(groups, name));
        return lacking.map((group) => ({ path, kind: 'no-group', params: { group, event } }));
      } catch (thrown) {
        const detail = thrown instanceof Error ? thrown.message : String(thrown);
        return [{ path, kind: 'bad-pattern', params: { detail } }];
      }
    }),
  );
}
