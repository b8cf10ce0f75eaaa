import { FAULT_NAMES } from '../../../shared/faults/fault.ts';
import type { FaultRun } from '../../../shared/faults/fault-values.ts';
import type { CoreClient } from '../client.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { faultEvent, faultSummary } from '../fault-events.ts';
import type { FaultOptions } from '../fault-options.ts';
import { calledOff } from '../follow-update.ts';
import { refuseUnsoundImage } from '../push-checks.ts';
import type { ImageFile } from '../read-image-file.ts';
import { readImageFile } from '../read-image-file.ts';
import { serverOf } from '../server-options.ts';
import { withCore } from '../with-core.ts';

/** The example's five seconds of a virtual board say nothing more than this. */
const DIAGNOSTICS_MS = 1_000;

/** `faults`: takes one board through faults, says how each ended, and sums up. */
export async function runFaults(
  context: CommandContext,
  file: string,
  options: FaultOptions,
): Promise<number> {
  const startedAtMs = Date.now();
  const image = await readImageFile(file);
  refuseUnsoundImage(image, []);
  const others = await otherImages(options);
  const { version, partitionSha256: sha256 } = image.facts;
  const server = serverOf({ ...options, serverPort: null });
  const tell = async (client: CoreClient): Promise<number> => {
    const imageId = await add(client, image);
    const images: Record<string, string> = {};
    for (const [name, other] of others) images[name] = await add(client, other);
    const { deviceId } = await client.call('board.open', { path: options.port, baudRate: options.baudRate });
    const run = await follow(context, client, deviceId, async () => {
      const names = options.names === 'all' ? options.names : [...options.names];
      const { serverPort } = options;
      const params = Object.fromEntries(FAULT_NAMES.map((name) => [name, options.params]));
      await client.call('faults.run', { deviceId, imageId, names, images, params, port: serverPort ?? 0 });
    });
    if (run.state === 'cancelled')
      context.out.emit(calledOff(context, { deviceId, version, sha256, startedAtMs }));
    context.out.emit(faultSummary(run));
    return allPassed(run, options) ? EXIT.done : EXIT.board;
  };
  return await withCore(context, 'cli', server, tell, { virtualDiagnosticsMs: DIAGNOSTICS_MS });
}

async function otherImages(options: FaultOptions): Promise<readonly (readonly [string, ImageFile])[]> {
  const files: (readonly [string, ImageFile])[] = [];
  for (const [name, file] of Object.entries(options.images)) {
    const image = await readImageFile(file);
    refuseUnsoundImage(image, []);
    files.push([name, image]);
  }
  return files;
}

async function add(client: CoreClient, { fileName, bytes }: ImageFile): Promise<string> {
  return (await client.call('image.add', { fileName, bytes })).imageId;
}

/** Says each fault when it is over; a request to stop calls the rest off. Resolves with the run at its end. */
async function follow(
  { out, stop }: CommandContext,
  client: CoreClient,
  deviceId: string,
  start: () => Promise<void>,
): Promise<FaultRun> {
  const told = new Set<string>();
  let waited = false;
  let end: (run: FaultRun) => void = () => undefined;
  const ended = new Promise<FaultRun>((resolve) => {
    end = resolve;
  });
  const unwatch = client.watch('faults', deviceId, (run) => {
    for (const result of run.results) {
      const over = result.state === 'passed' || result.state === 'failed';
      if (!over || result.durationMs === null || told.has(result.name)) continue;
      told.add(result.name);
      out.emit(faultEvent(result));
    }
    if (run.waitingFor === 'reset' && !waited) out.emit({ event: 'waiting', for: 'reset' });
    waited = run.waitingFor === 'reset';
    if (run.state !== 'running') end(run);
  });
  try {
    await start();
    const forget = stop.onAsk(() => void client.call('faults.cancel', { deviceId }));
    const run = await ended;
    forget();
    return run;
  } finally {
    unwatch();
  }
}

/** Of `all`, what this board knows no such case of does not count. */
function allPassed({ state, results }: FaultRun, { names }: FaultOptions): boolean {
  const counted = names === 'all' ? results.filter((result) => result.state !== 'notRun') : results;
  return state === 'done' && counted.length > 0 && counted.every((result) => result.state === 'passed');
}
