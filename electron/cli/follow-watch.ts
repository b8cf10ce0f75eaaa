import type { AfterWatch } from '../../shared/ota/after-watch.ts';
import { errorText } from '../../shared/text/translator.ts';
import type { CoreClient } from './client.ts';
import type { CommandContext } from './context.ts';
import type { WatchEvent } from './events.ts';

/** What the confirmed image did while it was watched; null where the watch ended without a word, or was called off. */
export async function followWatch(
  { out, stop }: CommandContext,
  client: CoreClient,
  deviceId: string,
): Promise<WatchEvent | null> {
  let settle: (watch: AfterWatch | null) => void = () => undefined;
  const ended = new Promise<AfterWatch | null>((resolve) => {
    settle = resolve;
  });
  const unwatch = client.watch('board', deviceId, ({ afterWatch }) => {
    if (afterWatch !== null && afterWatch.state !== 'watching') settle(afterWatch);
  });
  const forget = stop.onAsk(() => settle(null));
  const now = client.state('board', deviceId)?.afterWatch ?? null;
  if (now === null || now.state !== 'watching' || stop.asked) settle(now);
  const watch = await ended;
  unwatch();
  forget();
  if (watch === null || watch.state === 'watching' || watch.state === 'ended') return null;
  const words = watch.error === null ? null : errorText(out.t, watch.error);
  return {
    event: 'watch',
    outcome: watch.state,
    code: watch.error?.code ?? null,
    message: words?.message ?? out.t('cli:watchStable'),
    hint: words?.hint ?? null,
  };
}
