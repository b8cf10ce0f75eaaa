/** Failures of reports and of the history. */
export const errorsReport = {
  'report/not-writable': {
    message: 'The report of this update could not be written to {{dir}}: {{detail}}.',
    hint: 'The verdict stands. Free space or give write permission there; the next report is written again.',
  },
  'report/unknown': {
    message: 'There is no report {{reportId}}.',
    hint: 'List the reports, and name one of them.',
  },
  'report/unreadable': {
    message: '{{file}} cannot be read as a report: {{detail}}.',
    hint: 'Choose the folder or the .zip that an update left in reports/.',
  },
  'report/too-large': {
    message: '{{file}} has {{sizeBytes}} bytes, more than the page can take.',
    hint: 'Copy it from {{path}}.',
  },
  'history/newer': {
    message: 'The history in {{file}} was written by a newer version of this program (schema {{version}}).',
    hint: 'Use that version. Updates work all the same, but are not added to the history.',
  },
  'history/unavailable': {
    message: 'The history in {{file}} cannot be used: {{detail}}.',
    hint: 'Free space or give write permission there; what was not kept meanwhile is kept with the next update.',
  },
  'history/unknown': {
    message: 'The history knows no update or run {{id}}.',
    hint: 'List the history, and name one of its entries.',
  },
  'history/ambiguous': {
    message: '{{id}} begins the name of several updates.',
    hint: 'Give more of its characters.',
  },
} as const;
