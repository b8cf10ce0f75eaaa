import { since } from '../idf-release.ts';
import type { AppDescription } from './app-description.ts';
import type { Machine } from './machine.ts';
import { crash, errorCheckFailed } from './panic.ts';

const TAG = 'example_connect';
/** CONFIG_EXAMPLE_WIFI_CONN_MAX_RETRY */
const MAX_RETRIES = 6;
/** WIFI_REASON_… */
const REASON = { noApFound: 201, handshakeTimeout: 15 } as const;
const DRIVER_LINES = [
  'wifi driver task: 3ffc0b64, prio:23, stack:6656, core=0',
  'wifi firmware version: 0caa81945',
  'wifi certification version: v7.0',
  'config NVS flash: enabled',
  'config nano formatting: disabled',
  'Init data frame dynamic rx buffer num: 32',
  'Init static rx mgmt buffer num: 5',
  'Init management short buffer num: 32',
  'Init dynamic tx buffer num: 32',
  'Init static rx buffer size: 1600',
  'Init static rx buffer num: 10',
  'Init dynamic rx buffer num: 32',
];
const STACK_LINES = [
  'rx ba win: 6',
  'accept mbox: 6',
  'tcpip mbox: 32',
  'udp mbox: 6',
  'tcp mbox: 6',
  'tcp tx win: 5760',
  'tcp rx win: 5760',
  'tcp mss: 1440',
  'WiFi IRAM OP enabled',
  'WiFi RX IRAM OP enabled',
];

/** Router and DNS server of the network that virtual boards are in. */
export const GATEWAY = '127.0.0.1';

/** What the board's program knows of its access point. */
interface Credentials {
  readonly ssid: string;
  readonly password: string;
}

const DEFAULT_CREDENTIALS: Credentials = { ssid: 'virtual-bench', password: 'virtual-bench' };

/** The station's MAC address, made from the board's IPv4 address so that each has its own. */
export function macOf(address: string): string {
  const bytes = [0x24, 0x6f, 0x28, ...address.split('.').slice(1).map(Number)];
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

/** `example_connect()` within `ESP_ERROR_CHECK`: the lines of Wi-Fi up to the address, or no end. */
export async function connectWifi(machine: Machine, app: AppDescription, finds: boolean): Promise<void> {
  const { log, run, options, network } = machine;
  const address = await run.guard(network.address());
  if (since(options.idf, '5.0')) log.info(TAG, 'Start example_connect.');
  await startDriver(machine, address);
  const compiledIn = options.accessPoint ?? DEFAULT_CREDENTIALS;
  const given = options.wifiFromStdin ? await askCredentials(machine, app) : compiledIn;
  log.info(TAG, `Connecting to ${given.ssid}...`);
  log.info(TAG, 'Waiting for IP(s)');
  const known = options.accessPoint ?? given;
  if (!finds || options.network === 'noAccessPoint' || given.ssid !== known.ssid) {
    return giveUp(machine, app, REASON.noApFound);
  }
  if (given.password !== known.password) return giveUp(machine, app, REASON.handshakeTimeout);
  await run.sleep(400);
  await associate(machine, known.ssid);
  if (options.network === 'noAddress') return run.halt();
  await run.sleep(300);
  if (options.network === 'ipv6Only') await printLinkLocal(machine, address);
  else await printAddress(machine, options.network === 'zeroAddress' ? '0.0.0.0' : address);
  network.comeUp();
}

/** `esp_wifi_set_ps(WIFI_PS_NONE)` */
export function disablePowerSave({ log }: Machine): void {
  log.wifi('Set ps type: 0, coexist: 0');
  log.raw('');
}

/** The Wi-Fi library's last words when the chip restarts by its own wish. */
export function stopWifi({ log }: Machine): void {
  log.wifi('state: run -> init (0x0)');
  log.wifi('new:<6,0>, old:<6,0>, ap:<255,255>, sta:<6,0>, prof:1, snd_ch_cfg:0x0');
  log.wifi('flush txq');
  log.wifi('stop sw txq');
  log.wifi('lmac stop hw txq');
}

async function startDriver({ log, run }: Machine, address: string): Promise<void> {
  await run.sleep(30);
  for (const line of DRIVER_LINES) log.wifi(line);
  for (const line of STACK_LINES) log.info('wifi_init', line);
  await run.sleep(60);
  log.info('phy_init', 'phy_version 4830,54550da7,Jun 20 2024,14:02:42');
  log.wifi(`mode : sta (${macOf(address)})`);
  log.wifi('enable tsf');
}

/** CONFIG_EXAMPLE_WIFI_SSID_PWD_FROM_STDIN: one line, SSID and password with a space between them. */
async function askCredentials(machine: Machine, app: AppDescription): Promise<Credentials> {
  const { input, log, run } = machine;
  input.installDriver();
  log.info(TAG, 'Please input ssid password:');
  const line = Buffer.from(await input.fgets(32 + 64 + 2, run)).toString('latin1');
  const [ssid, password] = line
    .slice(0, -1)
    .split(' ')
    .filter((word) => word !== '');
  // strncpy from NULL.
  if (ssid === undefined) return crash(machine, app);
  return { ssid: ssid.slice(0, 32), password: (password ?? '').slice(0, 64) };
}

async function associate({ log, run }: Machine, ssid: string): Promise<void> {
  log.wifi('new:<6,0>, old:<1,0>, ap:<255,255>, sta:<6,0>, prof:1, snd_ch_cfg:0x0');
  log.wifi('state: init -> auth (0xb0)');
  await run.sleep(5);
  log.wifi('state: auth -> assoc (0x0)');
  await run.sleep(10);
  log.wifi('state: assoc -> run (0x10)');
  await run.sleep(15);
  log.wifi(`connected with ${ssid}, aid = 1, channel 6, BW20, bssid = 02:00:5e:00:53:01`);
  log.wifi('security: WPA2-PSK, phy: bgn, rssi: -42');
  log.wifi('pm start, type: 1');
  log.raw('');
  log.wifi("AP's beacon interval = 102400 us, DTIM period = 1");
}

async function printAddress({ log, run, options }: Machine, address: string): Promise<void> {
  const modern = since(options.idf, '5.0');
  const netif = modern ? 'example_netif_sta' : 'example_connect: sta';
  const common = modern ? 'example_common' : TAG;
  const local = linkLocalOf(address);
  log.info('esp_netif_handlers', `${netif} ip: ${address}, mask: 255.0.0.0, gw: ${GATEWAY}`);
  log.info(TAG, `Got IPv4 event: Interface "${netif}" address: ${address}`);
  if (options.ipv6) {
    await run.sleep(200);
    log.info(TAG, `Got IPv6 event: Interface "${netif}" address: ${local}, type: ESP_IP6_ADDR_IS_LINK_LOCAL`);
  }
  log.info(common, `Connected to ${netif}`);
  log.info(common, `- IPv4 address: ${address}${modern ? ',' : ''}`);
  if (options.ipv6) log.info(common, `- IPv6 address: ${local}, type: ESP_IP6_ADDR_IS_LINK_LOCAL`);
}

/** Firmware that asks for no IPv4 address: its interface counts as up with the other one. */
async function printLinkLocal({ log, run, options }: Machine, address: string): Promise<void> {
  const netif = since(options.idf, '5.0') ? 'example_netif_sta' : 'example_connect: sta';
  await run.sleep(200);
  log.info(
    TAG,
    `Got IPv6 event: Interface "${netif}" address: ${linkLocalOf(address)}, type: ESP_IP6_ADDR_IS_LINK_LOCAL`,
  );
  log.info(since(options.idf, '5.0') ? 'example_common' : TAG, `Connected to ${netif}`);
}

function linkLocalOf(address: string): string {
  const [a = '00', b = '00', c = '00', d = '00', e = '00', f = '00'] = macOf(address).split(':');
  const first = (Number.parseInt(a, 16) ^ 2).toString(16).padStart(2, '0');
  return `fe80:0000:0000:0000:${first}${b}:${c}ff:fe${d}:${e}${f}`;
}

/** Six more attempts, then `example_connect` fails and the program with it; before 5.0 without end. */
async function giveUp(machine: Machine, app: AppDescription, reason: number): Promise<never> {
  const { log, run, options } = machine;
  const endless = !since(options.idf, '5.0');
  const number = since(options.idf, '5.3') ? ` ${reason}` : '';
  for (let attempt = 1; endless || attempt <= MAX_RETRIES; attempt += 1) {
    await run.sleep(2400);
    log.info(TAG, `Wi-Fi disconnected${number}, trying to reconnect...`);
  }
  await run.sleep(2400);
  log.info(TAG, `WiFi Connect failed ${MAX_RETRIES + 1} times, stop reconnect.`);
  return errorCheckFailed(machine, app, 'example_connect()');
}
