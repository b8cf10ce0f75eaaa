import * as z from 'zod';

/** 16 GiB, and two years: the reports of some ten thousand updates. */
const KEPT = { maxMegabytes: 16_384, maxAgeDays: 730 };

/** The group `reports` of the settings. */
export const reportSettingsSchema = z.object({
  /** Whether reports are signed with this installation's key. */
  sign: z.boolean(),
  /** Of all reports together, and of each; the oldest go first, those that are kept and those being written never. */
  maxMegabytes: z.int().min(64).max(10_000_000).default(KEPT.maxMegabytes),
  maxAgeDays: z.int().min(1).max(36_500).default(KEPT.maxAgeDays),
});

/** The group `metrics` of the settings. */
export const metricsSettingsSchema = z.object({
  /** Whether the station answers at `/metrics`. */
  enabled: z.boolean(),
});

export type ReportSettings = z.infer<typeof reportSettingsSchema>;
export type MetricsSettings = z.infer<typeof metricsSettingsSchema>;

export const DEFAULT_REPORT_SETTINGS: ReportSettings = { sign: false, ...KEPT };
export const DEFAULT_METRICS_SETTINGS: MetricsSettings = { enabled: false };
