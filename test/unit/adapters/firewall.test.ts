import { describe, expect, test } from 'vitest';
import { createFirewall } from '../../../electron/adapters/firewall/firewall.ts';
import { parseFirewalldState, parseFirewalldZone } from '../../../electron/adapters/firewall/firewalld.ts';
import { parseApplicationFirewall } from '../../../electron/adapters/firewall/macos.ts';
import { parseUfwConf, parseUfwStatus } from '../../../electron/adapters/firewall/ufw.ts';
import {
  parseAllProfiles,
  parseConnectionProfiles,
  ruleHolds,
  windowsWord,
} from '../../../electron/adapters/firewall/windows.ts';
import type { ToolAnswer } from '../../../electron/adapters/run-tool.ts';

// Shape after ufw(8), `ufw status` with rules of every form the manual shows; not recorded here.
const UFW = `Status: active

To                         Action      From
--                         ------      ----
22/tcp                     LIMIT       Anywhere
8001,8002/tcp              ALLOW       Anywhere                   # boards
9000:9100/tcp              ALLOW       Anywhere
8070/udp                   ALLOW       Anywhere
8443/tcp                   ALLOW       192.168.1.0/24
7000                       DENY        Anywhere
22/tcp (v6)                LIMIT       Anywhere (v6)
8003/tcp (v6)              ALLOW       Anywhere (v6)
`;

describe('ufw', () => {
  test.each([
    [8002, true],
    [9050, true],
    [22, true],
    [8070, false],
    [8443, false],
    [7000, false],
    [8003, false],
    [5000, false],
  ])('port %i is let in: %s', (port, letsIn) => {
    expect(parseUfwStatus(UFW, port)).toEqual({ on: true, letsIn, isPublic: null });
  });

  test('off lets everyone in, and a refusal to tell says nothing', () => {
    expect(parseUfwStatus('Status: inactive\n', 8002)).toEqual({ on: false, letsIn: true, isPublic: null });
    const refused = 'ERROR: You need to be root to run this script\n';
    expect(parseUfwStatus(refused, 8002)).toEqual({ on: null, letsIn: null, isPublic: null });
  });

  test('its file tells whether it is on', () => {
    // Shape after /etc/ufw/ufw.conf of Debian 12.
    const conf = (enabled: string) =>
      `# /etc/ufw/ufw.conf\n#\n\n# Set to yes to start on boot.\nENABLED=${enabled}\n\nLOGLEVEL=low\n`;
    expect(parseUfwConf(conf('yes'))).toEqual({ on: true, letsIn: null, isPublic: null });
    expect(parseUfwConf(conf('no'))).toMatchObject({ on: false, letsIn: true });
    expect(parseUfwConf('')).toMatchObject({ on: null, letsIn: null });
  });
});

// Shape after firewall-cmd(1), the zone of Fedora Workstation and one with a port; not recorded here.
const WORKSTATION = `FedoraWorkstation (default, active)
  target: default
  ingress-priority: 0
  icmp-block-inversion: no
  interfaces: wlp2s0
  sources:
  services: dhcpv6-client samba-client ssh
  ports: 1025-65535/udp 1025-65535/tcp
  protocols:
  forward: yes
  rich rules:
`;
const PUBLIC_ZONE = `public (default, active)
  target: default
  interfaces: eth0
  services: dhcpv6-client ssh
  ports: 8070/udp 9000/tcp
  rich rules:
`;

describe('firewalld', () => {
  test('says whether it runs', () => {
    expect(parseFirewalldState('running\n')).toBe(true);
    expect(parseFirewalldState('not running\n')).toBe(false);
    expect(parseFirewalldState('Authorization failed.\n')).toBeNull();
  });

  test.each([
    [WORKSTATION, 8002, true],
    [WORKSTATION, 443, false],
    [PUBLIC_ZONE, 9000, true],
    [PUBLIC_ZONE, 8070, false],
    [PUBLIC_ZONE.replace('target: default', 'target: ACCEPT'), 8002, true],
    ['', 8002, null],
  ])('zone %# at port %i: %s', (zone, port, letsIn) => {
    expect(parseFirewalldZone(zone, port)).toEqual({ on: true, letsIn, isPublic: null });
  });
});

describe('the application firewall of macOS', () => {
  // Words as people show them, not recorded here: state 1, kolide.com/features/checks/mac-firewall (with "Block all
  // DISABLED!"); state 2, github.com/dan-snelson/Mac-Health-Check/pull/8 and github.com/rgcr/m-cli/issues/160.
  const ON = 'Firewall is enabled. (State = 1)\n';
  const NOT_ALL = 'Firewall has block all state set to disabled.\n';
  test.each([
    ['Firewall is disabled. (State = 0)\n', NOT_ALL, '', { on: false, letsIn: true }],
    [ON, NOT_ALL, 'Incoming connection to the application is permitted\n', { on: true, letsIn: true }],
    [ON, NOT_ALL, 'Incoming connection to /usr/bin/node is blocked.\n', { on: true, letsIn: false }],
    [ON, NOT_ALL, 'The application is not part of the firewall\n', { on: true, letsIn: null }],
    [ON, 'Firewall has block all state set to enabled.\n', '', { on: true, letsIn: false }],
    [ON, 'Block all ENABLED! \n', '', { on: true, letsIn: false }],
    [ON, 'Block all DISABLED! \n', 'Incoming connection to /x is permitted \n', { on: true, letsIn: true }],
    ['Firewall is enabled. (State = 2)\n', '', '', { on: true, letsIn: false }],
    [
      'Firewall is blocking all non-essential incoming connections. (State = 2)\n',
      '',
      '',
      { on: true, letsIn: false },
    ],
    ['', '', '', { on: null, letsIn: null }],
  ])('%#', (global, all, app, word) => {
    expect(parseApplicationFirewall(global, all, app)).toEqual({ ...word, isPublic: null });
  });
});

// Shape after `netsh advfirewall show currentprofile` at datacadamia.com/os/windows/firewall, shortened to what each
// profile begins with, and with states of our choice; not recorded here.
const PROFILES = `
Domain Profile Settings:
----------------------------------------------------------------------
State                                 OFF
Firewall Policy                       BlockInbound,AllowOutbound
LocalFirewallRules                    N/A (GPO-store only)

Private Profile Settings:
----------------------------------------------------------------------
State                                 ON
Firewall Policy                       BlockInbound,AllowOutbound

Public Profile Settings:
----------------------------------------------------------------------
State                                 ON
Firewall Policy                       BlockInbound,AllowOutbound

Ok.
`.replaceAll('\n', '\r\n');

// Shape after Get-NetConnectionProfile at github.com/PowerShell/PowerShell/issues/13654 (Windows 10) and at
// github.com/liranringel/ipconfig/issues/52 (Windows 11, with one line more); the names are ours.
const NETWORK = (alias: string, category: string) =>
  `\r\nName             : Réseau\r\nInterfaceAlias   : ${alias}\r\nInterfaceIndex   : 16\r\nNetworkCategory  : ${category}\r\nIPv4Connectivity : Internet\r\nIPv6Connectivity : NoTraffic\r\n`;
const VIRTUAL =
  NETWORK('VMware Network Adapter VMnet1', 'Public') + NETWORK('vEthernet (Default Switch)', 'Public');

// Shape after `netsh advfirewall firewall show rule` in German, put together: its words differ, its numbers do not.
const RULE = `\r\nRegelname:                            OTA Workbench\r\n----\r\nAktiviert:                            Ja\r\nProtokoll:                            TCP\r\nLokaler Port:                         8002\r\nRemoteport:                           Beliebig\r\nOK.\r\n`;

describe('the firewall of Windows', () => {
  const profiles = parseAllProfiles(PROFILES);
  test('reads each profile', () => {
    expect([...profiles]).toEqual([
      ['Domain', { on: false, blocksInbound: true }],
      ['Private', { on: true, blocksInbound: true }],
      ['Public', { on: true, blocksInbound: true }],
    ]);
  });

  test('reads the networks, those of virtual machines left out', () => {
    expect(parseConnectionProfiles(NETWORK('Wi-Fi', 'Public') + VIRTUAL)).toEqual(['Public']);
    expect(parseConnectionProfiles(NETWORK('Ethernet', 'DomainAuthenticated'))).toEqual(['Domain']);
    expect(parseConnectionProfiles(VIRTUAL)).toEqual([]);
    const windows11 = NETWORK('Ethernet', 'Private').replace(
      'IPv4Connectivity',
      'DomainAuthenticationKind : None\r\nIPv4Connectivity',
    );
    expect(parseConnectionProfiles(windows11)).toEqual(['Private']);
  });

  test('finds the rule for a port by its number', () => {
    expect(ruleHolds(0, RULE, 8002)).toBe(true);
    expect(ruleHolds(0, RULE, 800)).toBe(false);
    expect(ruleHolds(1, 'Keine Regeln stimmen mit den angegebenen Kriterien überein.', 8002)).toBe(false);
    expect(ruleHolds(0, RULE.replace('8002', '8001,8002'), 8002)).toBe(true);
  });

  test.each([
    ['a public network keeps boards out', ['Public'], false, { on: true, letsIn: false, isPublic: true }],
    ['a rule lets them in', ['Public'], true, { on: true, letsIn: true, isPublic: true }],
    ['a private one asked once', ['Private'], false, { on: true, letsIn: null, isPublic: false }],
    ['a profile that is off lets them in', ['Domain'], false, { on: false, letsIn: true, isPublic: false }],
    ['no network tells nothing', [], false, { on: null, letsIn: null, isPublic: null }],
  ] as const)('%s', (_name, active, rule, word) => {
    expect(windowsWord(profiles, active, rule)).toEqual(word);
  });

  test('words that are not English leave it open, but for the category', () => {
    const foreign = parseAllProfiles('Einstellungen für Öffentliches Profil:\r\nStatus      EIN\r\n');
    expect(windowsWord(foreign, ['Public'], false)).toEqual({ on: null, letsIn: null, isPublic: true });
  });
});

describe('asking the system', () => {
  const answers = (table: Readonly<Record<string, ToolAnswer>>) => (file: string, args: readonly string[]) =>
    Promise.resolve(
      Object.entries(table).find(([words]) => `${file} ${args.join(' ')}`.includes(words))?.[1] ?? {
        exitCode: null,
        stdout: '',
      },
    );
  const says = (stdout: string, exitCode = 0): ToolAnswer => ({ stdout, exitCode });

  test('on Windows gives the command that opens the port', async () => {
    const run = answers({
      allprofiles: says(PROFILES),
      'Get-NetConnectionProfile': says(NETWORK('Wi-Fi', 'Public')),
      'show rule': says('No rules match the specified criteria.', 1),
    });
    expect(await createFirewall({ platform: 'win32', run }).look(8002)).toEqual({
      tool: 'windows',
      on: true,
      letsIn: false,
      isPublic: true,
      port: 8002,
      command:
        'netsh advfirewall firewall add rule name="OTA Workbench" dir=in action=allow protocol=TCP localport=8002',
    });
  });

  test('on macOS names the program', async () => {
    const run = answers({
      getglobalstate: says('Firewall is enabled. (State = 1)'),
      getappblocked: says('Incoming connection to the application is blocked'),
    });
    const firewall = createFirewall({ platform: 'darwin', run, program: '/Applications/A B.app/x' });
    expect(await firewall.look(8002)).toMatchObject({
      tool: 'macos',
      letsIn: false,
      command:
        'sudo /usr/libexec/ApplicationFirewall/socketfilterfw --add "/Applications/A B.app/x" --unblockapp "/Applications/A B.app/x"',
    });
  });

  test('on Linux asks firewalld first, then ufw, then its file', async () => {
    const there = (files: readonly string[]) => (file: string) => Promise.resolve(files.includes(file));
    const both = there(['/usr/bin/firewall-cmd', '/usr/sbin/ufw']);
    const running = answers({ '--state': says('running'), '--list-all': says(PUBLIC_ZONE) });
    expect(await createFirewall({ platform: 'linux', run: running, exists: both }).look(8002)).toMatchObject({
      tool: 'firewalld',
      letsIn: false,
      command: expect.stringContaining('firewall-cmd --permanent --add-port=8002/tcp'),
    });
    const asUser = {
      platform: 'linux',
      run: answers({ '--state': says('not running', 252) }),
      read: () => Promise.resolve('ENABLED=yes\n'),
      exists: both,
    } as const;
    expect(await createFirewall(asUser).look(8002)).toMatchObject({
      tool: 'ufw',
      on: true,
      letsIn: null,
      command: 'sudo ufw allow 8002/tcp',
    });
    const asRoot = { ...asUser, run: answers({ 'ufw status': says(UFW) }) };
    expect(await createFirewall(asRoot).look(8002)).toMatchObject({ letsIn: true, command: null });
    const none = { ...asUser, exists: there([]) };
    expect(await createFirewall(none).look(8002)).toMatchObject({ tool: null, on: null, letsIn: null });
  });

  test('a tool that cannot be run says nothing and fails nothing', async () => {
    const run = () => Promise.reject(new Error('spawn EACCES'));
    for (const platform of ['win32', 'darwin', 'linux', 'freebsd'] as const) {
      const firewall = createFirewall({ platform, run, exists: () => Promise.resolve(true) });
      expect(await firewall.look(8002)).toMatchObject({ tool: null, letsIn: null, command: null });
    }
  });
});
