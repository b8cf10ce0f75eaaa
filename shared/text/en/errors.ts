/**
 * What every failure says: the thing, the cause, and the next step, by code (`area/reason`).
 * `{{name}}` is filled from the error's params. A code added here must be added in `../zh-CN/errors.ts` too:
 * it does not compile otherwise.
 */
export const errors = {
  'contract/unknown-request': {
    message: 'The page asked for "{{name}}", which this program does not know.',
    hint: 'Reload the window: the page and the program are of different versions.',
  },
  'contract/invalid-input': { message: '{{name}}: {{problem}}', hint: 'Correct the value and try again.' },
  'contract/connection-lost': {
    message: 'The page has lost the program it belongs to.',
    hint: 'It connects again by itself. If the program has ended, start it again.',
  },
  'internal/unexpected': {
    message: 'An error that is a fault of this program: {{detail}}',
    hint: 'Copy the diagnostics and report it.',
  },
  'usage/invalid': { message: '{{detail}}', hint: 'Run "ota-workbench --help" for the options.' },
  'serial/port-not-found': {
    message: 'There is no serial port {{path}}.',
    hint: 'Check the cable and the name: "ota-workbench ports" lists what is there.',
  },
  'serial/port-busy': {
    message: 'Another program holds the serial port {{path}}{{holder}}.',
    hint: '{{remedy}}',
  },
  'serial/permission-denied': {
    message: 'This user may not open the serial port {{path}}.',
    hint: '{{remedy}}',
  },
  'serial/not-a-port': {
    message: '{{path}} is not a serial port.',
    hint: 'Name a serial port: "ota-workbench ports" lists what is there.',
  },
  'serial/open-failed': {
    message: 'The serial port {{path}} could not be opened: {{detail}}',
    hint: 'Unplug the board, plug it in again, and try once more.',
  },
  'serial/port-gone': {
    message: 'The serial port {{path}} disappeared.',
    hint: 'Check the cable and plug the board in again.',
  },
  'serial/write-failed': {
    message: 'Nothing could be written to {{path}} within {{seconds}} s.',
    hint: 'Unplug the board, plug it in again, and try once more.',
  },
  'serial/no-modem-lines': {
    message: '{{path}} has no DTR and RTS lines, so it cannot reset the board.',
    hint: "Leave out --reset and press the board's reset button when asked.",
  },
  'server/address-in-use': {
    message: 'Port {{port}} on {{address}} is taken by another program.',
    hint: 'Stop the program that holds port {{port}}, or choose another port.',
  },
  'server/address-not-ours': {
    message: '{{address}} is not an address of this machine.',
    hint: 'Choose one of its addresses: {{addresses}}.',
  },
  'server/permission-denied': {
    message: 'This user may not listen on port {{port}}.',
    hint: 'Choose a port above 1023.',
  },
  'server/listen-failed': {
    message: 'The server could not listen on {{address}}, port {{port}}: {{detail}}',
    hint: 'Choose another address or port.',
  },
  'image/not-found': { message: 'There is no file {{file}}.', hint: 'Check the path.' },
  'image/none-found': {
    message: 'There is no sound app image in {{folder}}.',
    hint: 'Build the project, or name the .bin file itself.',
  },
  'image/is-directory': { message: '{{file}} is a folder, not an image.', hint: 'Name the .bin file in it.' },
  'image/unreadable': { message: '{{file}} could not be read: {{detail}}', hint: 'Check its permissions.' },
  'image/unknown': {
    message: 'There is no image {{imageId}} in the library.',
    hint: 'Drop the image on the page again.',
  },
  'image/in-use': {
    message: '{{file}} is being served to a board.',
    hint: 'Wait for the update to end, then remove it.',
  },
  'image/altered': {
    message: 'The kept copy of {{file}} is missing or was altered on disk, so it is not served.',
    hint: 'Drop the image on the page again.',
  },
  'image/not-an-app': {
    message: '{{file}} is not an app image: {{kind}}.',
    hint: 'Choose the app image an ESP-IDF build leaves at build/<project>.bin.',
  },
  'image/empty': { message: '{{file}} is empty.', hint: 'Build the project again.' },
  'image/too-big-file': {
    message: '{{file}} has {{sizeBytes}} bytes; an image has at most {{maxBytes}}.',
    hint: 'Choose the app image, not a whole flash dump.',
  },
  'image/truncated': {
    message: '{{file}} ends too early: it has {{sizeBytes}} bytes and needs at least {{neededBytes}}.',
    hint: 'Copy or build the image again.',
  },
  'image/bad-checksum': {
    message: '{{file}} has checksum {{stored}}, its data gives {{computed}}.',
    hint: 'Copy or build the image again.',
  },
  'image/bad-digest': {
    message: '{{file}} carries the SHA-256 {{stored}}, its data gives {{computed}}.',
    hint: 'Copy or build the image again.',
  },
  'image/bad-header': {
    message: '{{file}} has an unsound image header: {{detail}}.',
    hint: 'Build the image again.',
  },
  'image/no-descriptor': {
    message: '{{file}} has no app descriptor at offset 0x20.',
    hint: 'Choose the app image, not a bootloader.',
  },
  'image/no-app-at': {
    message: 'There is no app at offset {{offset}} of {{file}}.',
    hint: 'Run "ota-workbench image" on the file for the offsets of its parts.',
  },
  'path/not-absolute': {
    message: '{{path}} is not a whole path.',
    hint: 'Give the path from the root of the disk.',
  },
  'path/not-allowed': {
    message: 'This station may not read {{path}}.',
    hint: 'Drop the file itself, or start the station with --allow-dir and a folder above it.',
  },
  'path/not-told': {
    message: 'The shell of this page does not tell where the folder {{folder}} lies.',
    hint: 'Drop the .bin file in it, or open the program in its own window.',
  },
  'path/not-a-folder': {
    message: '{{path}} is not a folder that can be read: {{detail}}',
    hint: 'Name a folder that exists.',
  },
  'watch/unknown': {
    message: 'Nothing is watched at {{path}}.',
    hint: 'It ended already. Start it again if it is wanted.',
  },
  'watch/superseded': {
    message: '{{file}} was built again before this build had its turn.',
    hint: 'The newer build is pushed in its place.',
  },
  'push/url-too-long': {
    message: 'The URL has {{length}} bytes; the board reads at most 254.',
    hint: 'Use a shorter host name (--host) or file name.',
  },
  'push/running': {
    message: '{{device}} is being updated.',
    hint: 'Wait for the verdict or cancel the update.',
  },
  'board/unknown': { message: 'There is no board {{deviceId}}.', hint: 'Open its port first.' },
  'board/not-open': { message: 'The port of {{device}} is closed.', hint: 'Open the port first.' },
  'board/no-address': {
    message: '{{device}} has not said its IPv4 address.',
    hint: 'Reset the board, or name this host with --host.',
  },
  'wifi/has-space': {
    message: 'A network name or password with a space cannot be given to the board on its console.',
    hint: 'The firmware splits the line at the space: use another network, or build the password in.',
  },
  'data/in-use': {
    message: 'The data directory {{dir}} is in use by {{kind}}, process {{pid}}.',
    hint: 'Close that program, or use another directory with --data-dir.',
  },
  'data/not-writable': {
    message: 'The data directory {{dir}} is not writable: {{detail}}',
    hint: 'Check its permissions and the free space, or use --data-dir.',
  },
  'log/disk-full': {
    message:
      'The log cannot be written to {{dir}}: the disk is full. {{keptBytes}} bytes wait in memory, {{lostBytes}} are lost.',
    hint: 'Free some space; writing goes on by itself.',
  },
  'log/not-writable': {
    message:
      'The log cannot be written to {{dir}}: {{detail}}. {{keptBytes}} bytes wait in memory, {{lostBytes}} are lost.',
    hint: 'Make the folder writable; writing goes on by itself.',
  },
  'cert/invalid': {
    message: 'The certificates in {{dir}} cannot be used: {{detail}}',
    hint: 'Move that folder away; new ones are made, and boards need the new CA.',
  },
  'cert/server-invalid': {
    message: 'The server certificate in {{dir}} cannot be used: {{detail}}',
    hint: 'Delete server_cert.pem and server_key.pem there. They are made again, and the CA that boards trust stays.',
  },
  'cert/bad-name': {
    message: '"{{name}}" is neither a host name nor an IP address.',
    hint: 'Use letters, digits, hyphens and dots, such as bench.local or 192.168.1.5.',
  },
  'cert/export-failed': {
    message: '{{file}} could not be written: {{detail}}',
    hint: 'Choose a folder that is writable.',
  },
} as const satisfies Readonly<Record<string, ErrorText>>;

/** `message`: the thing and the cause in one sentence. `hint`: what to do next. */
export interface ErrorText {
  readonly message: string;
  readonly hint: string;
}
