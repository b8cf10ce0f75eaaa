import type { Translator } from '../../../shared/text/translator.ts';
import type { MappingCliEvent } from '../mapping-events.ts';

/** What `mapping` says, in words. */
export function describeMapping(event: MappingCliEvent, t: Translator): string {
  switch (event.event) {
    case 'mapping':
      return event.problem === null
        ? `${event.file}  ${event.name}  ${t('mapping:rules', { count: event.rules })}`
        : `${event.file}  ${event.problem.message}`;
    case 'mappingRemoved':
      return t('mapping:removed', { file: event.file });
    case 'mappingLine': {
      const { kind, ...values } = event.meaning;
      const by = t(event.by === 'mapping' ? 'mapping:byMapping' : 'mapping:byEspIdf');
      const told = Object.values(values).join(' ');
      return `${String(event.line).padStart(6)}  ${by.padEnd(8)}  ${`${kind} ${told}`.trimEnd()}  «${event.text}»`;
    }
    case 'mappingTest':
      return [
        t('mapping:tried', { lines: event.lines, byMapping: event.byMapping, byEspIdf: event.byEspIdf }),
        ...event.unused.map((rule) => t('mapping:unused', { rule })),
      ].join('\n');
  }
}
