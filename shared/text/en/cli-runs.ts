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
  commandFleet: 'update many boards with one image',
  optionFleetPort: 'serial port of a board; once for each',
  optionAllPorts: 'every USB serial port of this machine',
  optionConcurrency: 'updates at the same time (default: 8)',
  optionCanary: 'boards that go first and alone (default: 1)',
  optionWave: 'boards a wave (default: all)',
  optionErrorPercent: 'stops when more than this percentage of a wave fails (default: 10)',
  optionRetries: 'further tries of an update that was cut off (default: 1)',
  needsPortsOrAll: 'name each port with --port, or give --all',
  commandRun: 'run a plan: a YAML file of boards, images, steps and expectations',
  argumentPlan: 'the plan',
  fleetSummary:
    '{{boards}} boards: {{confirmed}} confirmed, {{failed}} failed, {{skipped}} left out, {{duration}}',
  planSummary: '{{cases}} cases: {{passed}} as expected, {{failed}} not, {{skipped}} left out, {{duration}}',
  casePassed: '{{board}} · {{name}}: {{was}}, as expected',
  caseFailed: '{{board}} · {{name}}: expected {{expected}}, was {{was}}',
  soakSummary: '{{cycles}} cycles: {{confirmed}} confirmed, {{failed}} failed, {{duration}}',
  reportLies: 'Report: {{folder}}',
} as const;
