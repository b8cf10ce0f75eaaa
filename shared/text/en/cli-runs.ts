/** What the command line says of `soak`, `fleet` and `run`. */
export const cliRuns = {
  commandSoak: 'update one board again and again, images in turn',
  argumentSoakImages: 'two or more app images (one alone must be pushed with --force)',
  optionCycles: 'how many updates',
  optionStopAfter: 'stops after this many failures (default: 1)',
  optionPause: 'waits so many seconds between two updates',
  optionBetween:
    'runs this command of the shell between two updates; OTA_PORT, OTA_DEVICE and OTA_CYCLE are set',
  optionReport: 'writes report.html, report.json, junit.xml and logs/ there as it goes',
  soakSummary: '{{cycles}} cycles: {{confirmed}} confirmed, {{failed}} failed, {{duration}}',
  reportLies: 'Report: {{folder}}',
} as const;
