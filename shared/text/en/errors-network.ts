import type { ErrorText } from './errors.ts';

/** The way between boards and this machine: addresses, firewalls, aliases. */
export const errorsNetwork = {
  'alias/bad-host': {
    message: '"{{name}}" is no host name or IPv4 address that a certificate can name.',
    hint: 'Use letters, digits, hyphens and dots: ota.example.org, or an address such as 192.168.0.3.',
  },
  'alias/bad-path': {
    message: '"{{path}}" is no path that can be served.',
    hint: 'Begin with a slash and leave out spaces, "%", "?", "#" and "..": /hello_world.bin.',
  },
  'alias/path-taken': {
    message: 'The server answers {{path}} itself.',
    hint: 'Choose another path, and give the firmware the same one.',
  },
  'alias/no-image': {
    message: 'No image is named for the path {{path}}.',
    hint: 'Write PATH=FILE, with the name of a file that is served.',
  },
  'net/not-our-address': {
    message: '{{address}} is no address of this machine.',
    hint: 'Choose one of {{addresses}}.',
  },
  'net/isolated': {
    message: 'Nothing of the board reached this machine at {{host}}, though both are in one network.',
    hint: 'The access point may keep its clients apart (guest network, AP or client isolation): turn that off, or join both to another network. A firewall of this machine that drops port {{port}} looks the same to the board.',
  },
  'net/firewall': {
    message: 'Nothing of the board reached this machine: its firewall does not let port {{port}} in.',
    hint: 'Open the port, then reset the board: {{command}}',
  },
  'board/zero-address': {
    message: 'The board has the address {{address}}: no DHCP server gave it one.',
    hint: 'Check the DHCP server of its Wi-Fi, then reset the board.',
  },
  'board/ipv6-only': {
    message: 'The board has an IPv6 address ({{address}}) and no IPv4 address.',
    hint: 'Check the DHCP server of its Wi-Fi; updates go over IPv4.',
  },
  'preflight/firewall': {
    message: 'The firewall of this machine may keep the board out of port {{port}}.',
    hint: 'Open the port: {{command}}',
  },
} as const satisfies Readonly<Record<string, ErrorText>>;
