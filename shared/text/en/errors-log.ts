/** Errors about looking at logs. */
export const errorsLog = {
  'log/no-view': {
    message: 'This view of the log is closed.',
    hint: 'Select the board again.',
  },
  'log/not-kept': {
    message: 'No log of a board {{deviceId}} is kept here.',
    hint: 'Kept are: {{known}}. Another data directory is named with --data-dir.',
  },
  'log/pattern-invalid': {
    message: '{{pattern}} is not a regular expression: {{detail}}.',
    hint: 'Change the pattern, or switch regular expressions off.',
  },
  'log/pattern-too-slow': {
    message: '{{pattern}} takes too long on one of the lines; the search was ended.',
    hint: 'Nested repeats such as (a+)+ cause this. Write the pattern without them.',
  },
  'log/not-a-log': {
    message: '{{file}} cannot be read as a log: {{detail}}.',
    hint: 'Open a text file that a terminal program saved, or a segment ending in .raw.',
  },
  'log/not-saved': {
    message: 'The log cannot be written to {{file}}: {{detail}}.',
    hint: 'Choose another folder, or make room on the disk.',
  },
} as const;
