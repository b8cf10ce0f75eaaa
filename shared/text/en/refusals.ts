import type { ErrorText } from './errors.ts';

/** What pre-flight says when it refuses on the board's behalf, by code. */
export const refusals = {
  'preflight/structure': {
    message: 'The image is not sound: {{detail}}',
    hint: 'Build or copy the image again.',
  },
  'preflight/chip': {
    message: 'The image is for another chip: {{detail}}',
    hint: 'Build for this board’s chip: idf.py set-target.',
  },
  'preflight/chip-revision': {
    message: 'The image does not run on this chip revision: {{detail}}',
    hint: 'Change the minimum or maximum chip revision and build again.',
  },
  'preflight/efuse-revision': {
    message: 'The image does not run on this eFuse block revision: {{detail}}',
    hint: 'Build for this board’s revision.',
  },
  'preflight/secure-version': {
    message: 'The image’s secure version is too low: {{detail}}',
    hint: 'Build with a higher secure version.',
  },
  'preflight/project': {
    message: 'The image is of another project: {{detail}}',
    hint: 'Check that this is the image you meant.',
  },
  'preflight/mmu-page': {
    message: 'The image has another MMU page size: {{detail}}',
    hint: 'Build with the page size of the bootloader.',
  },
  'preflight/signature': {
    message: 'The image’s signature does not suit the board: {{detail}}',
    hint: 'Sign the image with the board’s key.',
  },
  'preflight/fit': {
    message: 'The image does not fit the next slot: {{detail}}',
    hint: 'Make the image smaller, or flash a larger partition table over USB.',
  },
  'preflight/older': {
    message: 'The image is older than what runs: {{detail}}',
    hint: 'Check that this is the image you meant.',
  },
  'preflight/board-ready': {
    message: 'The board does not wait for a URL: {{detail}}',
    hint: 'Reset the board.',
  },
  'preflight/pending-verify': {
    message: 'The running app has not confirmed itself: {{detail}}',
    hint: 'Wait for its diagnostics, or reset the board.',
  },
  'preflight/reach': {
    message: 'The board cannot reach this machine: {{detail}}',
    hint: 'Bring both onto one network.',
  },
  'preflight/certificate': {
    message: 'The board would not trust this server: {{detail}}',
    hint: 'Put this CA into the firmware.',
  },
  'preflight/self-test': {
    message: 'The board would refuse this server: {{detail}}',
    hint: 'Read what the self-test found; go past it with --force=self-test.',
  },
  'preflight/next-ca': {
    message: 'After this update the board may no longer trust this bench: {{detail}}',
    hint: 'Build the image with this bench’s CA.',
  },
  'preflight/console-speed': {
    message: 'The console limits the update: {{detail}}',
    hint: 'Raise the console’s baud rate.',
  },
} as const satisfies Readonly<Record<string, ErrorText>>;
