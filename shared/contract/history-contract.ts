import * as z from 'zod';

import { OUTCOMES } from '../ota/stage.ts';
import { deviceId, imageId, none, request, value } from './fields.ts';
import type {
  HistoryComparison,
  HistoryDetails,
  HistoryPage,
  HistoryStat,
  HistoryState,
  ReportFiles,
} from './history-values.ts';

/** What part of the history is asked for; a field that is left out does not narrow it. */
export const historyFilter = z.object({
  deviceId: deviceId.optional(),
  imageId: imageId.optional(),
  /** Id or name of a board, as people write it. */
  board: z.string().max(200).optional(),
  /** File name or project of an image, or the start of its SHA-256. */
  image: z.string().max(200).optional(),
  version: z.string().max(200).optional(),
  outcomes: z.array(z.enum(OUTCOMES)).max(20).optional(),
  /** When the verdict was given, both ends included. */
  sinceMs: z.number().optional(),
  untilMs: z.number().optional(),
  /** Words that all occur in board, file, project, version, cause or id. */
  text: z.string().max(500).optional(),
  /** The cases of one run. */
  runId: z.string().max(100).optional(),
  /** True: a run stands for its cases. */
  folded: z.boolean().optional(),
});

const id = z.string().min(1).max(100);
const reportId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/);

/** Requests about what was proven, when, and with which evidence. */
export const historyRequests = {
  'history.list': request(
    historyFilter.extend({
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(2_000),
    }),
    value<HistoryPage>(),
  ),
  /** The start of a pushId will do where it names one. */
  'history.read': request(z.object({ pushId: id }), value<HistoryDetails>()),
  'history.compare': request(z.object({ a: id, b: id }), value<HistoryComparison>()),
  'history.stats': request(
    historyFilter.extend({ by: z.enum(['board', 'image']) }),
    value<readonly HistoryStat[]>(),
  ),
  'report.list': request(none, value<readonly ReportFiles[]>()),
  /** Whether the limits of the settings leave a report alone. One that is saved whole is kept. */
  'report.keep': request(z.object({ reportId, keep: z.boolean() }), none),
  /** One file of a report, or the whole of it as a zip. */
  'report.read': request(
    z.object({ reportId, file: z.enum(['report.html', 'report.json', 'junit.xml', 'zip']) }),
    z.object({ fileName: z.string(), bytes: z.instanceof(Uint8Array) }),
  ),
  /** What the station answers at `/metrics`, in OpenMetrics text. */
  'metrics.read': request(none, z.object({ text: z.string() })),
};

/** States of the history. */
export const historyStates = {
  history: value<HistoryState>(),
};

export type HistoryFilter = z.infer<typeof historyFilter>;
