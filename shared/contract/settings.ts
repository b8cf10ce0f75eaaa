import * as z from 'zod';
import { DEFAULT_TRUST_SETTINGS, trustSettingsSchema } from './certificates-settings.ts';
import { DEFAULT_LOG_SETTINGS, logSettingsSchema } from './log-settings.ts';
import {
  aliasSettingsSchema,
  DEFAULT_ALIASES,
  DEFAULT_NETWORK,
  networkSettingsSchema,
} from './network-settings.ts';
import {
  DEFAULT_METRICS_SETTINGS,
  DEFAULT_REPORT_SETTINGS,
  metricsSettingsSchema,
  reportSettingsSchema,
} from './report-settings.ts';
import { DEFAULT_SERIAL_SETTINGS, serialSettingsSchema } from './serial-settings.ts';
import { DEFAULT_LIMITS, DEFAULT_SERVING, limitsSchema, servingSchema } from './server-settings.ts';
import type { Settings } from './values.ts';

/** Ids of boards are safe as names of folders. */
export const deviceIdSchema = z.string().regex(/^[A-Za-z0-9._-]{1,100}$/);

const host = z.string().min(1).max(253);

/** What `settings.json` holds, and what a page may change of it. */
export const settingsSchema = z.object({
  language: z.enum(['system', 'en', 'zh-CN']),
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  server: z.object({ port: z.int().min(1).max(65_535), bind: host, host: host.nullable() }),
  serving: servingSchema,
  limits: limitsSchema,
  baudRate: z.int().min(50).max(12_000_000),
  boardNames: z.record(deviceIdSchema, z.string().min(1).max(60)),
  logHeight: z.int().min(80).max(4_000).nullable(),
  trust: trustSettingsSchema,
  log: logSettingsSchema,
  watchSeconds: z.int().min(0).max(86_400),
  serial: serialSettingsSchema,
  network: networkSettingsSchema,
  aliases: aliasSettingsSchema,
  reports: reportSettingsSchema,
  metrics: metricsSettingsSchema,
});

/** Settings before anyone changed one. The server listens as the article's does. */
export const DEFAULT_SETTINGS: Settings = {
  language: 'system',
  theme: 'system',
  server: { port: 8002, bind: '0.0.0.0', host: null },
  serving: DEFAULT_SERVING,
  limits: DEFAULT_LIMITS,
  baudRate: 115_200,
  boardNames: {},
  logHeight: null,
  trust: DEFAULT_TRUST_SETTINGS,
  log: DEFAULT_LOG_SETTINGS,
  watchSeconds: 60,
  serial: DEFAULT_SERIAL_SETTINGS,
  network: DEFAULT_NETWORK,
  aliases: DEFAULT_ALIASES,
  reports: DEFAULT_REPORT_SETTINGS,
  metrics: DEFAULT_METRICS_SETTINGS,
};
