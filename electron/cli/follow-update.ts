import type { Input } from '../../shared/contract/contract.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { errorText } from '../../shared/text/translator.ts';
import type { CoreClient } from './client.ts';
import type { CommandContext } from './context.ts';
import type { VerdictEvent } from './events.ts';
import { SessionFollower } from './session-follower.ts';
import { cancelledEvent, verdictEvent } from './verdict-event.ts';

/** How long the core may take to give the verdict of an update that was called off. */
const CANCEL_MS = 1_000;

/** What a verdict must name when the core has not begun. */
export interface Offer {
  readonly deviceId: string | null;
  readonly version: string | null;
  readonly sha256: string | null;
  readonly startedAtMs: number;
}

/** The verdict of an update that was called off and never began. */
export function calledOff(context: CommandContext, offer: Offer): VerdictEvent {
  const { deviceId, version: offeredVersion, sha256: expectedSha256, startedAtMs } = offer;
  const durationMs = Date.now() - startedAtMs;
  return cancelledEvent({ deviceId, offeredVersion, expectedSha256, durationMs }, context.out.t);
}

/**
 * Starts an update and says what happens until its verdict, which it returns unsaid. A request to stop
 * calls the update off.
 * @throws WorkbenchError when the core does not begin
 */
export async function followUpdate(
  context: CommandContext,
  client: CoreClient,
  start: Input<'push.start'>,
  offer: Offer,
): Promise<VerdictEvent> {
  const { out, stop } = context;
  const { deviceId } = start;
  const follower = new SessionFollower();
  let suspected = false;
  const earlier = client.state('board', deviceId)?.session?.pushId ?? null;
  let settle: (verdict: VerdictEvent) => void = () => undefined;
  const ended = new Promise<VerdictEvent>((resolve) => {
    settle = resolve;
  });
  const take = (view: SessionView): void => {
    const board = client.state('board', deviceId) ?? null;
    for (const event of follower.next(view, performance.now(), board)) out.emit(event);
    if (view.suspected !== null && !suspected) {
      suspected = true;
      out.emit({ event: 'suspected', code: view.suspected.code, ...errorText(out.t, view.suspected) });
    }
    if (view.verdict === null) return;
    unwatch();
    settle(verdictEvent(view, view.verdict, board?.facts ?? null, out.t, board?.baudRate));
  };
  const unwatch = client.watch('board', deviceId, ({ session }) => {
    if (session !== null && session.pushId !== earlier) take(session);
  });
  let giveUp: NodeJS.Timeout | undefined;
  let forget = (): void => undefined;
  try {
    await client.call('push.start', start);
    forget = stop.onAsk(() => {
      client.call('push.cancel', { deviceId }).catch(() => undefined);
      giveUp = setTimeout(() => settle(calledOff(context, offer)), CANCEL_MS);
    });
    return await ended;
  } finally {
    unwatch();
    forget();
    clearTimeout(giveUp);
  }
}
