import type { LogEntry } from '../../../shared/log/log-entry.ts';
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
    const { override = 'all', sendUrl = true, timeoutMs = null } = scenario;
    const { name: fault, params = {}, fillsSlot = false } = scenario.fault ?? { name: null };
    const served =
      fault === null ? {} : { fault: { name: fault, params, fillsSlot, version: null, port: 0 } };
    const options = { override, reset: false, sendUrl, timeoutMs, ...served };
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
  // What the board says a moment later belongs to its log too.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const address = await board.address();
  for (const event of client.serverEvents) {
    if (before.has(event) || event.kind === 'requestProgress') continue;
    if (event.peer === address) items.push({ kind: 'server', atMs: event.atMs, event });
  }
  items.push(...seen.values());
  return { view, image, items: items.toSorted((one, other) => one.atMs - other.atMs) };
}

/** The part of a golden file that an update makes. */
export function goldenPart({ view, image, items }: Played, scenario: Scenario): string {
  const { verdict, expected } = view;
  const elf = Buffer.from(image.subarray(0x20 + 144, 0x20 + 176)).toString('hex');
  const head = {
    outcome: verdict?.outcome,
    code: verdict?.error?.code ?? null,
    proof: verdict?.proof ?? null,
    version: view.image.version,
    sizeBytes: image.length,
    sha256: expected.sha256 ?? sha256Hex(image.subarray(0, -32)),
    elfSha256: elf,
    options: { sendUrl: scenario.sendUrl ?? true, endAtMs: scenario.timeoutMs ?? null },
    ...(scenario.way === undefined ? {} : { way: scenario.way }),
    ...(view.overridden.length === 0 ? {} : { overridden: view.overridden }),
  };
  const lines = [`# session ${JSON.stringify(head)}`];
  const endMs = verdict?.atMs ?? 0;
  let lastMs = items[0]?.atMs ?? 0;
  let written = 0;
  // Lines of the same moment come before the URL.
  const sentMs = view.startedAtMs + (view.stages.find(({ stage }) => stage === 'urlSent')?.atMs ?? Infinity);
  let isSent = false;
  for (const item of items) {
    if (item.atMs > endMs + 50) break;
    const gap = item.atMs - lastMs;
    if (gap >= 300) lines.push(`# wait ${gap}`);
    lastMs = item.atMs;
    if (!isSent && (item.kind === 'server' || item.atMs > sentMs)) {
      lines.push('# wait 200');
      isSent = true;
    }
    if (item.kind === 'start') lines.push('# start', '# wait 200');
    else if (item.kind === 'line') {
      // Every tenth of them tells as much.
      if (/^Written image length/.test(item.entry.text) && written++ % 10 !== 0) continue;
      lines.push(lineOf(item.entry));
    } else if (item.kind === 'event') lines.push(eventLine(item.event));
    else lines.push(serverLine(item.event));
  }
  if (verdict?.outcome === 'refused' && view.url === null)
    lines.push(
      eventLine({
        kind: 'refusedBeforeSending',
        error: verdict.error ?? { code: 'push/running', params: {} },
      }),
    );
  const wasReady = view.stages.some(({ stage }) => stage === 'ready');
  if (verdict?.outcome === 'failed' && view.url === null && wasReady && verdict.error !== null)
    lines.push(eventLine({ kind: 'sendFailed', error: verdict.error }));
  if (verdict?.error?.code.startsWith('serial/') === true)
    lines.push(eventLine({ kind: 'portGone', error: verdict.error }));
  lines.push(`# wait ${Math.max(1_000, endMs - lastMs + 1_000)}`);
  return lines.join('\n');
}

function eventLine(event: SessionEvent): string {
  return `# event ${JSON.stringify(event)}`;
}

function serverLine({ connectionId: _, peer: _p, peerPort: _o, atMs: _a, ...event }: ServerEvent): string {
  return `# server ${JSON.stringify(event)}`;
}

function lineOf({ level, deviceTimeMs, tag, text }: LogEntry): string {
  if (level === null || tag === null) return text;
  return `${level} (${deviceTimeMs ?? 0}) ${tag}: ${text}`;
}
