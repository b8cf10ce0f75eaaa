import type { SessionView } from './session-view.ts';
import type { Stage } from './stage.ts';

/** How an update that was called off leaves its board, by how far it had come. */
export type LeftByCancel = 'untouched' | 'asked' | 'part' | 'whole' | 'restarted';

/** The last stage that was reached decides; a board cannot be told to stop, and may go on by itself until it is reset. */
export function leftByCancel({ stages }: Pick<SessionView, 'stages'>): LeftByCancel {
  const reached = new Set(stages.map(({ stage }) => stage));
  const came = (...names: readonly Stage[]): boolean => names.some((name) => reached.has(name));
  if (came('newImageRuns', 'confirmed')) return 'restarted';
  if (came('imageVerified', 'restarting')) return 'whole';
  if (came('headerAccepted', 'writing')) return 'part';
  return came('urlSent', 'tls') ? 'asked' : 'untouched';
}
