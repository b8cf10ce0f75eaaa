import type { DeviceEvent } from './device-event.ts';

/** A pattern over a line's text (without level, stamp and tag) and the event it stands for. */
export type LineRule = readonly [RegExp, (match: RegExpMatchArray) => DeviceEvent];
