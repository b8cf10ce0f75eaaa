import * as z from 'zod';

import { deliverySchema } from '../ota/delivery.ts';
import { PREFLIGHT_NAMES } from '../ota/preflight.ts';
import type { ServerEvent } from '../ota/server-event.ts';
import { authorityName, certificatesRequests } from './certificates-contract.ts';
import { crashRequests } from './crash-contract.ts';
import { faultsRequests, faultsStates, pushFault } from './faults-contract.ts';
import { deviceId, fileWithBytes, imageId, none, path, request, value } from './fields.ts';
import { historyRequests, historyStates } from './history-contract.ts';
import { logRequests, logStates, logStreams } from './log-contract.ts';
import { mappingRequests, mappingStates } from './mapping-contract.ts';
import { networkRequests, networkStates } from './network-contract.ts';
import { runRequests, runStates } from './run-contract.ts';
import { serialRequests, serialStates } from './serial-contract.ts';
import type { StopReport } from './serving-values.ts';
import { settingsSchema } from './settings.ts';
import { trustRequests } from './trust-contract.ts';
import type {
  AppState,
  BoardState,
  CertificatesState,
  ImageEntry,
  ImageSummary,
  LogBatch,
  PortState,
  PreflightReport,
  RequestState,
  ServerState,
  Settings,
  WatchState,
} from './values.ts';

/** An image has at most 16 MiB. */
export const MAX_IMAGE_BYTES = 16 * 1024 * 1024;

/** Everything that may cross from the page to the core, and back. There is no other way across. */
export const contract = {
  /** A request has an answer. */
  requests: {
    ...serialRequests,
    'states.read': request(none, value<readonly StatePush[]>()),
    'image.add': request(fileWithBytes, value<ImageEntry>()),
    /** An app image, or the folder of a build: its app. Only where `app.paths` has it. */
    'image.addPath': request(z.object({ path }), value<ImageEntry>()),
    /** The app at this offset of a merged image, as `mergedParts` of its facts names it. */
    'image.extractApp': request(fileWithBytes.extend({ offset: z.int().nonnegative() }), value<ImageEntry>()),
    /** Every fact and the whole history of an image. */
    'image.read': request(z.object({ imageId }), value<ImageEntry>()),
    'image.remove': request(z.object({ imageId }), none),
    'image.setNotes': request(z.object({ imageId, notes: z.string().max(10_000) }), none),
    'image.preflight': request(z.object({ deviceId, imageId }), value<PreflightReport>()),
    /** Follows a build from now on; again for a path that is followed already changes what is done. */
    'watch.start': request(
      z.object({
        path,
        autoAdd: z.boolean(),
        autoPush: z.object({ deviceId, reset: z.boolean(), sendUrl: z.boolean() }).nullable(),
      }),
      value<WatchState>(),
    ),
    /** `path` as the state names it. */
    'watch.stop': request(z.object({ path }), none),
    'port.list': request(none, value<readonly PortState[]>()),
    'board.open': request(
      z.object({
        path: z.string().min(1).max(1_000),
        baudRate: z.int().min(50).max(12_000_000),
        /** Left out: as it is set for the board. */
        rtscts: z.boolean().optional(),
      }),
      z.object({ deviceId: z.string() }),
    ),
    'board.close': request(z.object({ deviceId }), none),
    /** Closes the port, forgets the board in this window; its log stays on disk. */
    'board.remove': request(z.object({ deviceId }), none),
    'board.reset': request(z.object({ deviceId }), none),
    'board.send': request(z.object({ deviceId, text: z.string().max(4_096) }), none),
    /** Starts a virtual ESP32 and opens it. */
    'virtual.add': request(
      z.object({
        name: z
          .string()
          .regex(/^[A-Za-z0-9._-]{1,40}$/)
          .nullable(),
      }),
      z.object({ deviceId: z.string() }),
    ),
    /** Switches a virtual board's supply; its port stays and its flash is kept. */
    'virtual.power': request(z.object({ deviceId, on: z.boolean() }), none),
    'push.start': request(
      z.object({
        deviceId,
        imageId,
        /** Failed pre-flight checks to go past. */
        override: z.union([z.literal('all'), z.array(z.enum(PREFLIGHT_NAMES))]),
        /** Whether a silent board may be reset through its lines. */
        reset: z.boolean(),
        /** False: the firmware has its own URL; nothing is sent, its request is awaited. */
        sendUrl: z.boolean(),
        /** How long the image is watched after it was confirmed; the setting where left out, 0 not at all. */
        watchMs: z.int().min(0).max(86_400_000).optional(),
        /** Served by a server that misbehaves like this, or met by a virtual board that does. */
        fault: pushFault,
        /** The form of the body, who may have it, and the scheme; plain and over TLS where left out. */
        delivery: deliverySchema.optional(),
        /** Bounds the whole update, from the start to the verdict. */
        timeoutMs: z.int().positive().nullable(),
        /** Whose certificate the board is shown for this update; left out: the one chosen for the board. */
        authority: authorityName.optional(),
      }),
      z.object({ pushId: z.string() }),
    ),
    'push.cancel': request(z.object({ deviceId }), none),
    /** Serves these images under plain paths, besides what pushes serve. An empty list ends that. */
    'image.serve': request(
      z.object({ imageIds: z.array(imageId).max(1_000), delivery: deliverySchema.optional() }),
      z.object({ urls: z.array(z.string()) }),
    ),
    'server.start': request(none, none),
    /** Running downloads may go on for the time of the settings, or for this one. */
    'server.stop': request(
      z.object({ drainMs: z.int().min(0).max(600_000).optional() }),
      value<StopReport>(),
    ),
    ...certificatesRequests,
    'wifi.set': request(z.object({ ssid: z.string().min(1).max(32), password: z.string().max(63) }), none),
    'settings.update': request(settingsSchema.partial(), none),
    'log.read': request(
      z.object({ deviceId, fromSeq: z.int().nonnegative(), limit: z.int().min(1).max(5_000) }),
      value<LogBatch>(),
    ),
    ...crashRequests,
    ...runRequests,
    ...faultsRequests,
    ...historyRequests,
    ...logRequests,
    ...mappingRequests,
    ...networkRequests,
    ...trustRequests,
    /** What a bug report needs: versions, settings, the session and the last log lines; no keys, no passwords. */
    'diagnostics.read': request(z.object({ deviceId: deviceId.nullable() }), z.object({ text: z.string() })),
  },
  /** Each has one current value (or one per key); a client that arrives late is given it at once. */
  states: {
    ...logStates,
    ...runStates,
    ...serialStates,
    ...faultsStates,
    ...historyStates,
    ...mappingStates,
    ...networkStates,
    app: value<AppState>(),
    settings: value<Settings>(),
    ports: value<readonly PortState[]>(),
    /** Keyed by deviceId. */
    board: value<BoardState>(),
    /** Keyed by imageId. */
    image: value<ImageSummary>(),
    /** Builds that are followed, in the order in which that began. */
    watches: value<readonly WatchState[]>(),
    server: value<ServerState>(),
    /** The last 50, newest first. */
    requests: value<readonly RequestState[]>(),
    certificates: value<CertificatesState>(),
    /** Whether Wi-Fi credentials are kept; set to `asked` while a board waits for them. */
    wifi: value<'none' | 'kept' | 'asked'>(),
  },
  /** Each message is seen once; a reader that finds a gap asks for the missing part by request. */
  streams: {
    ...logStreams,
    log: value<LogBatch>(),
    serverEvent: value<ServerEvent>(),
  },
} as const;

/** `rev` grows, so that the newer of two is always known. `value` null: the key is gone. */
export interface StatePush {
  readonly kind: 'state';
  readonly name: StateName;
  readonly key: string | null;
  readonly rev: number;
  readonly value: unknown;
}
export interface StreamPush {
  readonly kind: 'stream';
  readonly name: StreamName;
  readonly value: unknown;
}
export type Push = StatePush | StreamPush;

/** Whether a page hears of it: every line of a board is for commands alone, a page looks at logs through views. */
export function isForPages(push: Push): boolean {
  return push.kind !== 'stream' || push.name !== 'log';
}

type Requests = typeof contract.requests;
type States = typeof contract.states;
type Streams = typeof contract.streams;
export type RequestName = keyof Requests;
export type StateName = keyof States;
export type StreamName = keyof Streams;
export type Input<N extends RequestName> = z.infer<Requests[N]['input']>;
export type Output<N extends RequestName> = z.infer<Requests[N]['output']>;
export type State<N extends StateName> = z.infer<States[N]>;
export type Message<N extends StreamName> = z.infer<Streams[N]>;

/** What the core provides: one function per request. */
export type Handlers = { readonly [N in RequestName]: (input: Input<N>) => Promise<Output<N>> | Output<N> };

export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(contract.requests, name);
}
