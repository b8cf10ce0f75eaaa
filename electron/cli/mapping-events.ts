import type { MappingEntry } from '../../shared/contract/mapping-contract.ts';
import type { MappingTest } from '../../shared/ota/mapping/try-mappings.ts';

/** What the commands of `mapping` say. */
export type MappingCliEvent = MappingEvent | MappingRemovedEvent | MappingLineEvent | MappingTestEvent;

/** A mapping file that is kept. */
export interface MappingEvent extends Omit<MappingEntry, 'problem'> {
  readonly event: 'mapping';
  readonly problem: { readonly code: string; readonly message: string; readonly hint: string } | null;
}

export interface MappingRemovedEvent {
  readonly event: 'mappingRemoved';
  readonly file: string;
}

/** A line of the log that means something to an update. */
export interface MappingLineEvent {
  readonly event: 'mappingLine';
  readonly line: number;
  readonly text: string;
  /** `esp-idf`: read by ESP-IDF's own words. */
  readonly by: 'mapping' | 'esp-idf';
  readonly meaning: MappingTest['meant'][number]['event'];
}

/** Comes last. */
export interface MappingTestEvent extends Omit<MappingTest, 'meant'> {
  readonly event: 'mappingTest';
}
