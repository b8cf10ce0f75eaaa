/** What the computer itself did to an update, and what a confirmed image did afterwards. */
export const errorsHost = {
  'host/slept': {
    message: 'This computer slept for {{seconds}} s in the middle of the update.',
    hint: 'The board was not heard meanwhile. Reset it, read which version runs, and update it again.',
  },
  'host/ended': {
    message: 'OTA Workbench ended in the middle of the update, so its end is not known.',
    hint: 'Reset the board and read which version runs; then flash again if need be.',
  },
  'host/turned-away': {
    message: 'The firmware server turned the board at {{address}} away ({{reason}}).',
    hint: 'See in the server’s settings which boards may connect and how many connections there may be.',
  },
  'watch/crashed': {
    message: 'The confirmed image crashed: {{detail}}',
    hint: 'Read the crash in the log. The board keeps this image: nothing takes it back after its confirmation.',
  },
  'watch/watchdog': {
    message: 'A watchdog restarted the confirmed image: {{detail}}',
    hint: 'Find the task that does not end. The board keeps this image.',
  },
  'watch/boot-loop': {
    message: 'The confirmed image restarted {{boots}} times.',
    hint: 'Read the reset reasons in the log; flash an image that runs.',
  },
  'watch/other-image': {
    message: 'The board started another image after its confirmation.',
    hint: 'Read in the log which slot was loaded; otadata or a second updater may have changed it.',
  },
} as const;
