/** Lines kept for each board. */
const MAX_LINES = 100;

const histories = new Map<string, readonly string[]>();

/** What was typed to a board in this session, the oldest first. */
export function typedHistory(deviceId: string): readonly string[] {
  return histories.get(deviceId) ?? [];
}

/** Keeps a line; one that is repeated moves to the end. */
export function keepTyped(deviceId: string, line: string): void {
  if (line === '') return;
  const others = typedHistory(deviceId).filter((known) => known !== line);
  histories.set(deviceId, [...others, line].slice(-MAX_LINES));
}
