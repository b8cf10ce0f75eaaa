/** What is said of the certificates in a firmware. */
export const trust = {
  commandInFirmware: 'find the CA in a firmware (app image or ELF) and compare it with this bench’s',
  argumentFirmware: 'an app image, or the ELF it was made from',
  whichCa: 'Which CA is in my firmware?',
  whichCaHint:
    'Choose the app image or its ELF. What it trusts a server by is found and compared with this bench’s CA.',
  chooseFirmware: 'Choose firmware…',
  ours: 'this bench’s',
  factCertificates: 'Certificates',
  isCa: 'CA',
  until: 'until {{date}}',
  form: {
    pemText: 'PEM text',
    pem: 'PEM without a NUL byte, which mbedTLS cannot read',
    der: 'DER bytes',
  },
  comparison: {
    equal: 'It has this bench’s CA: a board that runs it trusts this bench.',
    different: 'It trusts others and not this bench: a board that runs it refuses this server.',
    none: 'No certificate is found in it; a bundle, NVS or an encrypted image may hold one.',
  },
} as const;
