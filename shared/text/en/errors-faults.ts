import type { ErrorText } from './errors.ts';

/** What keeps the fault lab from running a fault, or ends a run of it. */
export const faultErrors = {
  'faults/running': {
    message: 'Faults are already run on {{device}}.',
    hint: 'Wait for their end, or cancel them.',
  },
  'faults/virtual-only': {
    message: 'Only a virtual board does this at a chosen byte.',
    hint: 'Run it on a virtual board, or cut the supply of this one by hand in mid-update.',
  },
  'faults/needs-image': {
    message: 'A real board does this only with an image that is built for it.',
    hint: 'Choose one in the list, or give it with --image {{name}}=FILE.',
  },
  'faults/not-for-program': {
    message: 'The board’s program ({{program}}) knows no such case.',
    hint: 'Run it on a board with another example.',
  },
  'faults/signed': {
    message: '{{file}} is signed, so it cannot be offered as another version, and the board runs this one.',
    hint: 'Put another version on the board first.',
  },
  'faults/no-verdict': {
    message: 'An update of {{device}} came to no end.',
    hint: 'Look at its log. What is left of the run was not begun.',
  },
  'faults/board-lost': {
    message: '{{device}} does not come back from its reset.',
    hint: 'Look at its log, cable and supply. What is left of the run was not begun.',
  },
} as const satisfies Readonly<Record<string, ErrorText>>;

/** Causes that only a server that misbehaves brings about. */
export const faultCauses = {
  'tls/answer-not-tls': {
    message: 'What answered the board at {{host}}, port {{port}}, speaks no TLS.',
    hint: 'Check that nothing else, such as a plain web server or a proxy, holds this port.',
  },
} as const satisfies Readonly<Record<string, ErrorText>>;
