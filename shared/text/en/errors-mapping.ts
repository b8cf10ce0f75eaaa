/** Errors about files that teach the lines of a firmware of one's own. */
export const errorsMapping = {
  'mapping/unreadable': {
    message: 'The mapping file {{file}} cannot be read: {{detail}}',
    hint: 'Check the path and its permissions.',
  },
  'mapping/unwritable': {
    message: 'The mapping file {{file}} cannot be kept: {{detail}}',
    hint: 'Check the data directory and the space on its disk.',
  },
  'mapping/unknown': {
    message: 'There is no mapping file {{file}}.',
    hint: 'ota-workbench mapping list names them.',
  },
  'mapping/syntax': {
    message: '{{file}}:{{line}}:{{column}}: this is not YAML: {{detail}}',
    hint: 'Mend the line; indentation is by spaces, patterns stand in single quotes.',
  },
  'mapping/unknown-key': {
    message: '{{file}}:{{line}}:{{column}}: {{within}} has no key {{key}}.',
    hint: 'A rule has match, event and, where wanted, tag.',
  },
  'mapping/missing': {
    message: '{{file}}:{{line}}:{{column}}: {{key}} is missing.',
    hint: 'A file has name and rules; a rule has match and event.',
  },
  'mapping/wrong-value': {
    message: '{{file}}:{{line}}:{{column}}: {{key}} has a value that does not fit: {{detail}}',
    hint: 'Write the value as the README shows it.',
  },
  'mapping/bad-pattern': {
    message: '{{file}}:{{line}}:{{column}}: this is no pattern: {{detail}}',
    hint: 'Patterns are written in RE2 syntax; it has no look-ahead and no back-references.',
  },
  'mapping/no-group': {
    message: '{{file}}:{{line}}:{{column}}: the event {{event}} needs a group called {{group}}.',
    hint: 'Name it in the pattern, for example (?<{{group}}>…).',
  },
} as const;
