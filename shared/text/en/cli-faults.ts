/** What the command line says of `faults`. */
export const cliFaults = {
  commandFaults: 'run faults on a board and see whether each ends as it should',
  optionOnly: 'these faults alone: NAME NAME, or NAME,NAME (default: all that this board can show)',
  optionFaultImage: 'NAME=FILE: an image that makes a real board do this',
  optionAt: 'the byte at which a fault strikes (default: in the middle)',
  optionFor: 'how long a stall lasts, in seconds (default: 15)',
  optionRate: 'rate of the slow server, in kB/s (default: 50)',
  optionFaultPort: 'port of the server that misbehaves (default: a free one for each fault)',
  needsFaults: 'it takes names of faults: {{names}}',
  needsFaultImage: 'it takes NAME=FILE with one of {{names}}',
} as const;
