import path from 'node:path';

import { toErrorPayload, WorkbenchError } from '../../../shared/errors.ts';
import { FLEET_POLICY } from '../../../shared/run/run-policy.ts';
import { errorText } from '../../../shared/text/translator.ts';
import { applyAliases } from '../apply-aliases.ts';
import type { CoreClient } from '../client.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { followRun } from '../follow-run.ts';
import { refuseLongUrl, refuseUnsoundImage } from '../push-checks.ts';
import { readImageFile } from '../read-image-file.ts';
import { fleetSummary } from '../run-events.ts';
import { warnOfPlainHttp } from '../say-serving.ts';
import { serverOf } from '../server-options.ts';
import type { UpdateOptions } from '../update-options.ts';
import { runPushOf } from '../update-options.ts';
import { withCore } from '../with-core.ts';

export interface FleetOptions extends UpdateOptions {
  readonly file: string;
  /** `all`: every USB serial port of this machine. */
  readonly ports: 'all' | readonly string[];
  readonly concurrency: number | null;
  readonly canary: number | null;
  /** Boards a wave; null for one wave. */
  readonly wave: number | null;
  readonly errorPercent: number | null;
  readonly retries: number | null;
  /** Null: among the reports of the data directory. */
  readonly reportDir: string | null;
}

/** `fleet`: updates many boards with one image; 0 only if every one was confirmed. */
export async function runFleet(context: CommandContext, options: FleetOptions): Promise<number> {
  const image = await readImageFile(options.file);
  refuseUnsoundImage(image, options.override);
  warnOfPlainHttp(context.out, options.plainPort);
  return await withCore(context, 'cli', serverOf(options), async (client) => {
    const { fileName, bytes } = image;
    const { imageId, urlName } = await client.call('image.add', { fileName, bytes });
    if (options.sendUrl) refuseLongUrl(client, options, urlName);
    await client.call('server.start', {});
    await applyAliases(client, options.aliases ?? null, null);
    const deviceIds = await openBoards(context, client, options);
    const forget = options.ports === 'all' ? openLater(context, client, options) : () => undefined;
    const run = await followRun(
      context,
      client,
      ({ deviceId }) => ({ deviceId }),
      () => begin(client, options, deviceIds, imageId),
    ).finally(forget);
    if (run === null) return EXIT.board;
    context.out.emit(fleetSummary(run));
    return run.counts.byOutcome.confirmed === run.cases.length ? EXIT.done : EXIT.board;
  });
}

/** Ports that are named must open; of all ports those that do count, and the others are said. */
async function openBoards(
  { out }: CommandContext,
  client: CoreClient,
  { ports, baudRate }: FleetOptions,
): Promise<string[]> {
  const open = async (port: string): Promise<string> =>
    (await client.call('board.open', { path: port, baudRate })).deviceId;
  const deviceIds: string[] = [];
  if (ports !== 'all') {
    for (const port of ports) deviceIds.push(await open(port));
    return deviceIds;
  }
  for (const { path: port, vendorId } of await client.call('port.list', {})) {
    if (vendorId === null) continue;
    await open(port).then(
      (deviceId) => deviceIds.push(deviceId),
      (thrown: unknown) => {
        const error = toErrorPayload(thrown);
        out.emit({ event: 'warning', code: error.code, ...errorText(out.t, error) });
      },
    );
  }
  if (deviceIds.length === 0) throw new WorkbenchError('run/no-boards', { wanted: '--all' });
  return deviceIds;
}

/** Ports that appear while the run goes on are opened: a board joins once it has said that it is of the image's chip. */
function openLater({ out }: CommandContext, client: CoreClient, { baudRate }: FleetOptions): () => void {
  const known = new Set((client.state('ports', null) ?? []).map(({ path: port }) => port));
  return client.watch('ports', null, (ports) => {
    for (const { path: port, vendorId } of ports) {
      if (vendorId === null || known.has(port)) continue;
      known.add(port);
      client.call('board.open', { path: port, baudRate }).catch((thrown: unknown) => {
        const error = toErrorPayload(thrown);
        out.emit({ event: 'warning', code: error.code, ...errorText(out.t, error) });
      });
    }
  });
}

async function begin(
  client: CoreClient,
  options: FleetOptions,
  deviceIds: string[],
  imageId: string,
): Promise<string> {
  const { concurrency, canary, wave, errorPercent, retries, reportDir } = options;
  const { runId } = await client.call('run.fleet', {
    deviceIds,
    imageId,
    policy: {
      ...FLEET_POLICY,
      concurrency: concurrency ?? FLEET_POLICY.concurrency,
      canary: canary ?? FLEET_POLICY.canary,
      waveSize: wave,
      errorPercent: errorPercent ?? FLEET_POLICY.errorPercent,
      retries: retries ?? FLEET_POLICY.retries,
      retryOn: [...FLEET_POLICY.retryOn],
    },
    push: runPushOf(options),
    joinLater: options.ports === 'all',
    reportDir: reportDir === null ? null : path.resolve(reportDir),
  });
  return runId;
}
