/** Words of `log`. */
export const cliLog = {
  commandLog: 'what happened in a log that any terminal program saved: starts, updates, panics, verdicts',
  argumentLog: 'the log: text with or without times, or a .raw segment',
  commandLogSave: "write a board's whole log into a file",
  argumentLogBoard: 'the board: its folder below logs/ in the data directory',
  optionLogOut: 'the file to write',
  optionLogFormat: 'text, ndjson or csv',
  optionLogStamps: 'the time before each line of a text: none, host, device, relative or sincePush',
  optionLogAnsi: "keep the board's colours in a text",
  needsDeviceId: 'the id of a board, as monitor --json prints it',
  logSummary: '{{file}}: {{lines}} lines, {{errors}} errors, {{warnings}} warnings',
  logSaved: '{{lines}} lines written to {{file}}',
} as const;
