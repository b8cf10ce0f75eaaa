import { RE2JS } from 're2js';

import type { LogEntry } from '../../log/log-entry.ts';
import type { DeviceEvent } from '../device/device-event.ts';
import { recognise } from '../device/recognise.ts';
import { mappedEvent } from './mapped-event.ts';
import type { Mapping } from './mapping.ts';

/** What a line of the board means, or null. */
export type Recogniser = (line: Pick<LogEntry, 'tag' | 'text'>) => DeviceEvent | null;

/**
 * Reads lines by mappings first and by ESP-IDF's own words then. RE2 takes time in proportion to the line, whatever the
 * pattern: one of the user's own must not hold up the log.
 */
export function createRecogniser(mappings: readonly Mapping[]): Recogniser {
  if (mappings.length === 0) return recognise;
  const rules = mappings.flatMap((mapping) =>
    mapping.rules.map(({ tag = null, match, event }) => ({ tag, pattern: RE2JS.compile(match), event })),
  );
  return (line) => {
    for (const { tag, pattern, event } of rules) {
      if (tag !== null && tag !== line.tag) continue;
      const matcher = pattern.matcher(line.text);
      if (!matcher.find()) continue;
      const mapped = mappedEvent(event, (name) => matcher.group(name) ?? '');
      if (mapped !== null) return mapped;
    }
    return recognise(line);
  };
}
