import type { LogEntry } from '../../../shared/log/log-entry.ts';
import type { AfterWatch } from '../../../shared/ota/after-watch.ts';
import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import type { SessionEvent } from '../../../shared/ota/session/session.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { CoreClient } from '../core-client.ts';
import { sha256Hex } from '../digests.ts';
import { soundApp } from '../images.ts';
import type { At, Scenario } from './scenario.ts';

/** An update as it was played: what a golden file is made of. */
export interface Played {
  readonly view: SessionView;
  readonly image: Uint8Array;
  readonly items: readonly Item[];
  /** What became of the time after the verdict, where it was watched. */
  readonly watch: AfterWatch | null;
}

export type Item = { readonly atMs: number } & (
  | { readonly kind: 'line'; readonly entry: LogEntry }
  | { readonly kind: 'server'; readonly event: ServerEvent }
  | { readonly kind: 'event'; readonly event: SessionEvent }
  | { readonly kind: 'start' }
);

export const offered = (more: Parameters<typeof soundApp>[0] = {}): Uint8Array<ArrayBuffer> =>
  soundApp({ projectName: 'native_ota_example', version: '2.0.0', sizeBytes: 0x6000, seed: 7, ...more });

/** Boards whose own waits take a fiftieth of the time. */
const FAST = {
  timeScale: 0.02,
  wifiBytesPerSecond: null,
  recvTimeoutMs: 1_000,
  powerBackAfterMs: 50,
} as const;

/** Plays one update on a new virtual board of a core. */
export async function play(client: CoreClient, name: string, scenario: Scenario): Promise<Played> {
  const items: Item[] = [];
  const tidying: (() => void)[] = [];
  const path = client.virtual.add(name, { ...FAST, ...scenario.board });
  const seen = new Map<number, Item>();
  let deviceId = '';
  client.onLog((batch) => {
    if (deviceId !== '' && batch.deviceId !== deviceId) return;
    for (const entry of batch.entries) {
      if (entry.source !== 'board' || entry.cut === 'partial') continue;
      seen.set(entry.seq, { kind: 'line', atMs: entry.receivedAtMs, entry });
    }
  });
  const before = new Set(client.serverEvents);
  ({ deviceId } = await client.call('board.open', { path, baudRate: 115_200 }));
  const board = client.virtual.board(name);
  const push = async (image: Uint8Array<ArrayBuffer>): Promise<string> => {
    const { imageId } = await client.call('image.add', { fileName: `${name}.bin`, bytes: image });
    const { override = 'all', sendUrl = true, timeoutMs = null, watchMs = 0 } = scenario;
    const { name: fault, params = {}, fillsSlot = false } = scenario.fault ?? { name: null };
    const served =
      fault === null ? {} : { fault: { name: fault, params, fillsSlot, version: null, port: 0 } };
    const options = { override, reset: false, sendUrl, timeoutMs, watchMs, ...served };
    return (await client.call('push.start', { deviceId, imageId, ...options })).pushId;
  };
  const ended = async (pushId: string): Promise<SessionView> => {
    const over = ({ session }: { session: SessionView | null }): boolean =>
      session?.pushId === pushId && session.verdict !== null;
    return (await client.when('board', deviceId, over, 110_000)).session as SessionView;
  };
  const at: At = {
    client,
    deviceId,
    board,
    note: (event) => items.push({ kind: 'event', atMs: Date.now(), event }),
    push: async (image) => {
      await ended(await push(image));
    },
    onEnd: (tidy) => tidying.push(tidy),
  };
  if (scenario.untilReady !== false) await client.when('board', deviceId, ({ facts }) => facts.ready, 60_000);
  await scenario.before?.(at);
  items.push({ kind: 'start', atMs: Date.now() });
  const image = scenario.image ?? offered();
  const pushId = await push(image);
  if (scenario.during !== undefined) {
    const { stage, act } = scenario.during;
    if (stage !== null) {
      await client.when(
        'board',
        deviceId,
        ({ session }) => session?.pushId === pushId && session.stages.some((each) => each.stage === stage),
        60_000,
      );
    }
    await act(at);
  }
  const view = await ended(pushId);
  const watch = scenario.watchMs === undefined ? null : await watched(client, deviceId, pushId);
  // What the board says a moment later belongs to its log too.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const address = await board.address();
  for (const event of client.serverEvents) {
    if (before.has(event) || event.kind === 'requestProgress') continue;
    if (event.peer === address) items.push({ kind: 'server', atMs: event.atMs, event });
  }
  items.push(...seen.values());
  for (const tidy of tidying) tidy();
  return { view, image, watch, items: items.toSorted((one, other) => one.atMs - other.atMs) };
}

async function watched(client: CoreClient, deviceId: string, pushId: string): Promise<AfterWatch | null> {
  const over = ({ afterWatch }: { afterWatch: AfterWatch | null }): boolean =>
    afterWatch?.pushId === pushId && afterWatch.state !== 'watching';
  return (await client.when('board', deviceId, over, 60_000)).afterWatch;
}

/** The part of a golden file that an update makes. */
export function goldenPart(played: Played, scenario: Scenario): string {
  const { view } = played;
  // What is watched goes on after the verdict.
  const verdictMs = view.verdict?.atMs ?? 0;
  const endMs = played.watch === null ? verdictMs : Number.POSITIVE_INFINITY;
  const items = played.items.filter(({ atMs }) => atMs <= endMs + 50);
  const server = scenario.guessed === true ? 'guess' : 'server';
  const lines = [
    `# session ${JSON.stringify(headOf(played, scenario))}`,
    ...linesOf(items, urlSentMs(view), server),
  ];
  if (scenario.sendUrl !== false) lines.push(...lastEvents(view));
  lines.push(`# wait ${Math.max(1_000, verdictMs - (items.at(-1)?.atMs ?? 0) + 1_000)}`);
  return lines.join('\n');
}

function headOf({ view, image, watch }: Played, scenario: Scenario): object {
  const { verdict, expected } = view;
  return {
    outcome: verdict?.outcome,
    code: verdict?.error?.code ?? null,
    proof: verdict?.proof ?? null,
    version: view.image.version,
    sizeBytes: image.length,
    sha256: expected.sha256 ?? sha256Hex(image.subarray(0, -32)),
    elfSha256: Buffer.from(image.subarray(0x20 + 144, 0x20 + 176)).toString('hex'),
    options: {
      sendUrl: scenario.sendUrl ?? true,
      servedHere: scenario.sendUrl ?? true,
      endAtMs: scenario.timeoutMs ?? null,
    },
    ...(scenario.way === undefined ? {} : { way: scenario.way }),
    ...(watch === null ? {} : { watch: { forMs: scenario.watchMs, code: watch.error?.code ?? null } }),
    ...(view.overridden.length === 0 ? {} : { overridden: view.overridden }),
  };
}

function urlSentMs({ startedAtMs, stages }: SessionView): number {
  return startedAtMs + (stages.find(({ stage }) => stage === 'urlSent')?.atMs ?? Number.POSITIVE_INFINITY);
}

function linesOf(items: readonly Item[], sentMs: number, server: 'server' | 'guess'): string[] {
  const lines: string[] = [];
  let lastMs = items[0]?.atMs ?? 0;
  let written = 0;
  let isSent = false;
  for (const item of items) {
    const gap = item.atMs - lastMs;
    if (gap >= 300) lines.push(`# wait ${gap}`);
    lastMs = item.atMs;
    // Lines of the same moment come before the URL.
    if (!isSent && (item.kind === 'server' || item.atMs > sentMs)) {
      lines.push('# wait 200');
      isSent = true;
    }
    // Every tenth of them tells as much.
    const isWritten = item.kind === 'line' && /^Written image length/.test(item.entry.text);
    if (!isWritten || written++ % 10 === 0) lines.push(...itemLines(item, server));
  }
  return lines;
}

function itemLines(item: Item, server: 'server' | 'guess'): readonly string[] {
  switch (item.kind) {
    case 'start':
      return ['# start', '# wait 200'];
    case 'line':
      return [lineOf(item.entry)];
    case 'event':
      return [eventLine(item.event)];
    case 'server':
      return [serverLine(item.event, server)];
  }
}

/** What ended it on this machine, where no line did. */
function lastEvents({ verdict, url, stages }: SessionView): readonly string[] {
  if (verdict === null || verdict.error === null) return [];
  const { outcome, error } = verdict;
  if (error.code.startsWith('serial/')) return [eventLine({ kind: 'portGone', error })];
  if (url !== null) return [];
  if (outcome === 'refused') return [eventLine({ kind: 'refusedBeforeSending', error })];
  const wasReady = stages.some(({ stage }) => stage === 'ready');
  return outcome === 'failed' && wasReady ? [eventLine({ kind: 'sendFailed', error })] : [];
}

function eventLine(event: SessionEvent): string {
  return `# event ${JSON.stringify(event)}`;
}

function serverLine(
  { connectionId: _, peer: _p, peerPort: _o, atMs: _a, ...event }: ServerEvent,
  word: 'server' | 'guess',
): string {
  return `# ${word} ${JSON.stringify(event)}`;
}

function lineOf({ level, deviceTimeMs, tag, text }: LogEntry): string {
  if (level === null || tag === null) return text;
  return `${level} (${deviceTimeMs ?? 0}) ${tag}: ${text}`;
}
