/** What is wrong with certificates that are brought along, backed up, restored or chosen. */
export const errorsCertificates = {
  'cert/file-missing': {
    message: '{{file}} cannot be opened: {{detail}}.',
    hint: 'Check the path, and that this user may read it.',
  },
  'cert/file-too-big': {
    message: '{{file}} has {{sizeBytes}} bytes; certificates, keys and backups have less than 1 MiB.',
    hint: 'Choose PEM, DER or PKCS#12 files (.pem, .crt, .key, .der, .p12, .pfx).',
  },
  'cert/file-unreadable': {
    message: '{{file}} holds no certificate and no private key.',
    hint: 'Choose PEM, DER or PKCS#12 files (.pem, .crt, .key, .der, .p12, .pfx).',
  },
  'cert/no-certificate': {
    message: 'There is no certificate in these files.',
    hint: 'Add server_cert.pem, the certificate that belongs to the private key.',
  },
  'cert/no-key': {
    message: 'There is no private key in these files.',
    hint: 'Add server_cert.key, the private key of the server certificate.',
  },
  'cert/many-keys': {
    message: 'There are {{count}} private keys in these files; a server has one.',
    hint: 'Leave out the keys of other certificates and of the CA.',
  },
  'cert/key-mismatch': {
    message: 'The private key ({{key}}) belongs to none of these certificates: {{subjects}}.',
    hint: 'Choose the key that was made with the server certificate.',
  },
  'cert/pkcs12-damaged': {
    message: '{{file}} is a PKCS#12 file that is cut off or damaged.',
    hint: 'Copy it again from where it was made.',
  },
  'cert/pkcs12-form': {
    message: '{{file}} uses a form of PKCS#12 that this program does not read: {{detail}}.',
    hint: 'Write it again: openssl pkcs12 -in FILE -out all.pem -nodes, then choose all.pem.',
  },
  'cert/key-form': {
    message: 'The private key in {{file}} is of a form that this program does not read: {{detail}}.',
    hint: 'Write it again: openssl pkey -in FILE -out server_cert.key, then choose that file.',
  },
  'cert/password-needed': {
    message: '{{file}} is encrypted.',
    hint: 'Give its password.',
  },
  'cert/wrong-password': {
    message: 'The password does not open {{file}}.',
    hint: 'Give the password that the file was made with; capitals count.',
  },
  'cert/password-short': {
    message: 'The password has fewer than {{least}} characters.',
    hint: 'Whoever opens the backup can offer firmware to your boards: choose a longer one.',
  },
  'cert/chain-broken': {
    message: '{{subject}} was issued by {{issuer}}, which is not among these files.',
    hint: 'Add the certificate of {{issuer}}; otherwise what boards say to it is not known.',
  },
  'cert/ca-expired': {
    message: 'The CA {{subject}} ended on {{date}}.',
    hint: 'Boards that compare dates refuse it. Use another CA, and flash it into the boards over USB once.',
  },
  'cert/leaf-expired': {
    message: 'The server certificate {{subject}} ended on {{date}}.',
    hint: 'Have it issued again. Boards that compare dates refuse it.',
  },
  'cert/not-yet-valid': {
    message: 'The certificate {{subject}} begins on {{date}}.',
    hint: 'Check the clock of this machine, or wait. Boards that compare dates refuse it.',
  },
  'cert/not-a-ca': {
    message: '{{subject}} signed the server certificate but is no CA (CA:TRUE is missing).',
    hint: 'Make the CA again with basicConstraints CA:TRUE; boards refuse what others sign.',
  },
  'cert/weak-signature': {
    message: 'The certificate {{subject}} is signed with {{hash}}.',
    hint: 'Have it signed with SHA-256: boards refuse MD5 and SHA-1.',
  },
  'cert/weak-key': {
    message: 'The key of {{subject}} ({{key}}) is of a kind or size that boards refuse.',
    hint: 'Use RSA with 2048 bits or more, or P-256.',
  },
  'cert/not-for-servers': {
    message: 'The usage in the certificate {{subject}} forbids to serve TLS with it.',
    hint: 'Have it issued with digitalSignature and serverAuth, or without usages.',
  },
  'cert/host-not-named': {
    message:
      'The certificate does not name {{host}} in the way that boards with ESP-IDF {{releases}} want it.',
    hint: 'Have it issued with {{host}} as dNSName, an address as iPAddress too; or name a host that it has.',
  },
  'cert/no-public-root': {
    message: 'No public CA that ESP-IDF’s bundle is made from signed {{subject}}.',
    hint: 'Bring it along as a certificate of your own, and embed its CA in the firmware.',
  },
  'cert/nothing-brought': {
    message: 'No certificate of this kind ({{trust}}) was brought along yet.',
    hint: 'Choose the files of the certificate and its key first.',
  },
  'cert/brought-invalid': {
    message: 'The certificate that was brought along cannot be used from {{dir}}: {{detail}}.',
    hint: 'Bring it along again. Until then boards are shown a certificate of this program’s own CA.',
  },
  'cert/unknown-authority': {
    message: 'There is no authority {{name}} on this bench.',
    hint: 'Name current, previous, brought or public, or the fingerprint of one that is listed.',
  },
  'cert/not-a-backup': {
    message: 'There is no CA with its private key in this file.',
    hint: 'Choose a backup that was made with "Back up", or bring the certificate along instead.',
  },
  'cert/restore-not-rsa': {
    message: 'The CA {{subject}} has a key that is not RSA ({{key}}).',
    hint: 'This program issues with RSA CAs alone. Issue a server certificate elsewhere and bring it along.',
  },
  'cert/ca-ends-soon': {
    message: 'The CA {{subject}} ends on {{date}}.',
    hint: 'Rotate now: the old CA goes on serving boards until their firmware has the new one.',
  },
  'cert/leaf-ends-soon': {
    message: 'The server certificate {{subject}} ends on {{date}}.',
    hint: 'Have it issued again and bring the new one along.',
  },
} as const;
