import type { ErrorText } from './errors.ts';

/** What goes wrong between this machine and a port, and what is said of a port that is open. */
export const errorsSerial = {
  'serial/driver-missing': {
    message: '{{adapter}} ({{ids}}) is plugged in, but this system has no driver that makes a port of it.',
    hint: '{{remedy}}',
  },
  'serial/brltty': {
    message: 'brltty, the program for Braille displays, has taken {{adapter}} ({{ids}}) from the board.',
    hint: 'Run: sudo apt remove brltty (if nobody here uses a Braille display), then plug the board in again.',
  },
  'serial/device-taken': {
    message: '{{adapter}} ({{ids}}) is plugged in, but {{holder}} uses it over USB, so there is no port.',
    hint: 'End that program (a debugger or a virtual machine, for example), then plug the board in again.',
  },
  'serial/bad-url': {
    message: '{{path}} is no address of a remote port: {{problem}}',
    hint: 'Write it as rfc2217://host:port or socket://host:port.',
  },
  'serial/remote-not-found': {
    message: 'No machine called {{host}} was found.',
    hint: 'Check the name, or use its IP address.',
  },
  'serial/remote-refused': {
    message: 'Nothing answers on port {{port}} of {{host}}.',
    hint: 'Start the serial server there (ser2net, esp_rfc2217_server) and check its port.',
  },
  'serial/remote-unreachable': {
    message: '{{host}} cannot be reached: {{detail}}',
    hint: 'Check that both machines are on the same network.',
  },
  'serial/remote-timeout': {
    message: '{{host}}, port {{port}}, did not answer within {{seconds}} s.',
    hint: 'Check the address, and that no firewall is in between.',
  },
  'serial/not-rfc2217': {
    message: '{{path}} answers, but does not speak RFC 2217.',
    hint: 'Use socket://{{host}}:{{port}} for its bytes alone, or turn RFC 2217 on at the server.',
  },
  'serial/garbled': {
    message: 'What comes at {{baudRate}} baud is no text: the baud rate is most likely wrong.',
    hint: 'Try another rate: {{rates}}.',
  },
  'serial/stalled': {
    message: 'The board was talking, and nothing has come on {{path}} for {{seconds}} s.',
    hint: 'If it should be talking, reopen the port.',
  },
  'board/replaced': {
    message: 'Another board is plugged in here: its MAC is {{now}}, the one before had {{before}}.',
    hint: 'What was remembered of the other board is put aside until it returns.',
  },
} as const satisfies Readonly<Record<string, ErrorText>>;
