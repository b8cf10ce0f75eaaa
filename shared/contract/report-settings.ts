import * as z from 'zod';

/** The group `reports` of the settings. */
export const reportSettingsSchema = z.object({
  /** Whether reports are signed with this installation's key. */
  sign: z.boolean(),
});

/** The group `metrics` of the settings. */
export const metricsSettingsSchema = z.object({
  /** Whether the station answers at `/metrics`. */
  enabled: z.boolean(),
});

export type ReportSettings = z.infer<typeof reportSettingsSchema>;
export type MetricsSettings = z.infer<typeof metricsSettingsSchema>;

export const DEFAULT_REPORT_SETTINGS: ReportSettings = { sign: false };
export const DEFAULT_METRICS_SETTINGS: MetricsSettings = { enabled: false };
