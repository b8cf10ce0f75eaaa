import type { ErrorText } from './errors.ts';

/** Failures and warnings of the ways in which an image is handed over. */
export const errorsServing = {
  'server/no-plain-port': {
    message: 'The server listens over TLS alone, so it has no http:// address to give.',
    hint: 'Name a plain port: --plain-http PORT, or in the settings of the server.',
  },
  'server/plain-http': {
    message:
      'Over plain HTTP anyone on the way reads the image and its links, and the board cannot tell this server from another that answers in its place.',
    hint: 'Use it on a bench network alone, with firmware built with CONFIG_ESP_HTTPS_OTA_ALLOW_HTTP.',
  },
  'push/link-needs-url': {
    message: 'A link is made for one update, and firmware with a URL of its own never hears of it.',
    hint: 'Leave out --no-url, or protect the image with --basic USER:PASSWORD.',
  },
  'push/password-needed': {
    message: 'Firmware with a URL of its own sends the password it was built with, not one made at random.',
    hint: 'Name both: --basic USER:PASSWORD.',
  },
} as const satisfies Readonly<Record<string, ErrorText>>;
