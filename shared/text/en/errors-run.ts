/** Errors about soaks, fleets and plans. */
export const errorsRun = {
  'run/command-failed': {
    message: 'The command between two updates ended with status {{status}}: {{command}}. {{detail}}',
    hint: "Run it by hand in the same shell; the board's port is in OTA_PORT.",
  },
  'run/command-timeout': {
    message: 'The command between two updates did not end within {{seconds}} s: {{command}}',
    hint: 'Have it end by itself; it was stopped.',
  },
  'run/command-not-allowed': {
    message: 'A command between updates is run from the command line alone.',
    hint: 'Use ota-workbench soak or ota-workbench run in a terminal.',
  },
  'run/unknown': {
    message: 'There is no run {{runId}}.',
    hint: 'List the runs again.',
  },
  'run/board-busy': {
    message: '{{device}} belongs to another run already.',
    hint: 'Wait for that run, or call it off.',
  },
  'run/no-boards': {
    message: 'No board fits: {{wanted}}.',
    hint: 'Connect one, open its port, or name another.',
  },
  'run/nothing-failed': {
    message: 'Every board of that run was confirmed: there is nothing to do again.',
    hint: 'Start a new run for other boards.',
  },
  'plan/unreadable': {
    message: 'The plan {{file}} cannot be read: {{detail}}',
    hint: 'Check the path and its permissions.',
  },
  'plan/syntax': {
    message: '{{file}}:{{line}}:{{column}}: this is not YAML: {{detail}}',
    hint: 'Mend the line; indentation is by spaces.',
  },
  'plan/unknown-key': {
    message: '{{file}}:{{line}}:{{column}}: {{within}} has no key {{key}}.',
    hint: 'Look for a slip of the pen; the README lists every key.',
  },
  'plan/missing': {
    message: '{{file}}:{{line}}:{{column}}: {{key}} is missing.',
    hint: 'Add it; the README shows a plan with everything it needs.',
  },
  'plan/wrong-value': {
    message: '{{file}}:{{line}}:{{column}}: {{key}} has a value that does not fit: {{detail}}',
    hint: 'Write the value as the README shows it: durations as 5s, 2m or 1h.',
  },
  'plan/unknown-image': {
    message: '{{file}}:{{line}}:{{column}}: no image is called {{image}}.',
    hint: 'Add it below images with its path.',
  },
  'plan/unused-image': {
    message: '{{file}}:{{line}}:{{column}}: no step uses the image {{image}}.',
    hint: 'Use it in a step, or take it out.',
  },
  'plan/contradiction': {
    message: '{{file}}:{{line}}:{{column}}: these contradict each other: {{detail}}.',
    hint: 'Take one of them out.',
  },
  'plan/unknown-fault': {
    message: '{{file}}:{{line}}:{{column}}: there is no fault called {{fault}}.',
    hint: 'One of: {{names}}.',
  },
  'plan/image-file': {
    message: '{{file}}:{{line}}:{{column}}: the image {{image}} cannot be taken: {{detail}}',
    hint: 'Paths are relative to the plan; build the image, or mend its path.',
  },
  'run/called-off': {
    message: 'The plan was called off before it began.',
    hint: 'Nothing was sent to a board; start it again when it suits.',
  },
  'plan/no-board': {
    message: '{{file}}:{{line}}:{{column}}: no board fits {{wanted}}. {{detail}}',
    hint: 'Connect one or name another. A chip is known once its board has spoken: reset it, or add reset: true.',
  },
  'plan/silent-board': {
    message: '{{file}}:{{line}}:{{column}}: left out, as they did not say their chip: {{boards}}.',
    hint: 'Reset them while their ports are open, or add reset: true to the entry.',
  },
  'plan/command': {
    message: '{{file}}:{{line}}:{{column}}: a page may run no command of the system.',
    hint: 'Run this plan from a terminal: ota-workbench run.',
  },
  'plan/image-not-chosen': {
    message: 'No image of the library is chosen for {{file}}.',
    hint: 'Choose one beside its name.',
  },
  'run/not-a-fleet': {
    message: 'Only a fleet can be done again for the boards that failed.',
    hint: 'Start the soak or the plan anew.',
  },
} as const;
