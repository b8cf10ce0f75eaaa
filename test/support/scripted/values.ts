import { DEFAULT_SETTINGS } from '../../../shared/contract/settings.ts';
import type {
  BoardState,
  CertificatesState,
  ImageEntry,
  LastRun,
  PortState,
  RequestState,
  ServerState,
  Settings,
} from '../../../shared/contract/values.ts';
import type { ImageFacts } from '../../../shared/esp/image-facts.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import type { PreflightCheck } from '../../../shared/ota/preflight.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';

/** Digests of two images; the table's is that of ESP-IDF's stock table, the bootloader's stands for any. */
export const OLD = 'b83063d7b64e9ebdbbcb8f4ee8be2c7041ece19054b0da7c0eaecd96e2476427';
export const NEW = '3715ad2ee5077bb753e92a23ed6c43cf86d243a161ee100b545172e66107653c';
export const TABLE = 'd1c0e9d02fa9d26cd2e1984e7b5dd20157204f501ddc83ce82229e5f3175ee8b';
export const LOADER = '68704d5412ad0c2ada3da99eced53aadbc8297bafa1227feab4c3c303d06506c';
export const IMAGE_ID = '5a0d7dc4e8d4e1bb6ad0f5e7e7ad1aa35bd5a2f8d6c2d0e6f1a9b8c7d6e5f4a3';
/** 2026-11-22 02:14:05 local time, when the scripted updates begin. */
export const STARTED_AT_MS = new Date(2026, 10, 22, 2, 14, 5).getTime();
export const SIZE_BYTES = 912_384;

export const SETTINGS: Settings = { ...DEFAULT_SETTINGS, language: 'en', theme: 'light' };

const CA_FINGERPRINT = '5f0c91a73e5b0ad8c2c1e07f6b9ab1d3e4f5061728394a5b6c7d8e9f0a1b2ed4';
const LEAF_FINGERPRINT = 'aabb'.repeat(16);
const NAMES = {
  dnsNames: ['192.168.1.23', '127.0.0.1', 'localhost'],
  ipAddresses: ['192.168.1.23', '127.0.0.1'],
};

export const CERTIFICATES: CertificatesState = {
  ca: { sha256Fingerprint: CA_FINGERPRINT, notAfter: '2046-11-17T01:00:00Z' },
  server: { sha256Fingerprint: LEAF_FINGERPRINT, notAfter: '2027-12-22T01:00:00Z', ...NAMES },
  trust: 'own',
  authorities: [
    {
      sha256Fingerprint: CA_FINGERPRINT,
      role: 'current',
      subject: 'CN=OTA Workbench CA 5b0ad8c2',
      key: 'RSA-2048',
      notBefore: '2026-11-17T01:00:00Z',
      notAfter: '2046-11-17T01:00:00Z',
      inUse: true,
      boards: [],
      leaf: {
        sha256Fingerprint: LEAF_FINGERPRINT,
        subject: 'CN=192.168.1.23',
        issuer: 'CN=OTA Workbench CA 5b0ad8c2',
        notBefore: '2026-11-22T01:00:00Z',
        notAfter: '2027-12-22T01:00:00Z',
        key: 'RSA-2048',
        hash: 'sha256',
        isCa: false,
        ...NAMES,
      },
      chainLength: 1,
      chainBytes: 905,
    },
  ],
  warnings: [],
};

export const SERVER: ServerState = {
  kind: 'listening',
  port: 8002,
  plainPort: null,
  bind: '0.0.0.0',
  urls: ['https://192.168.1.23:8002', 'https://127.0.0.1:8002'],
  sinceMs: STARTED_AT_MS - 60_000,
};

export const FACTS: BoardFacts = {
  ...NO_FACTS,
  chip: 'ESP32',
  chipRevision: 'v3.1',
  ipv4: '192.168.1.77',
  partitions: [
    { label: 'nvs', type: 1, subtype: 2, offset: 0x9000, sizeBytes: 0x4000 },
    { label: 'otadata', type: 1, subtype: 0, offset: 0xd000, sizeBytes: 0x2000 },
    { label: 'phy_init', type: 1, subtype: 1, offset: 0xf000, sizeBytes: 0x1000 },
    { label: 'factory', type: 0, subtype: 0, offset: 0x1_0000, sizeBytes: 0x10_0000 },
    { label: 'ota_0', type: 0, subtype: 16, offset: 0x11_0000, sizeBytes: 0x10_0000 },
    { label: 'ota_1', type: 0, subtype: 17, offset: 0x21_0000, sizeBytes: 0x10_0000 },
  ],
  runningPartition: 'ota_0',
  projectName: 'native_ota',
  version: '1.4.2',
  idfVersion: 'v5.3.4',
  digests: { partitionTable: TABLE, bootloader: LOADER, currentFirmware: OLD },
  program: 'native',
  ready: true,
  flashSizeBytes: 0x40_0000,
  boots: 1,
  resetReason: 'POWERON_RESET',
};

export const IMAGE_FACTS: ImageFacts = {
  kind: 'app',
  problems: [],
  chip: 'ESP32',
  chipId: 0,
  entryPoint: 0x4008_0e24,
  segments: [],
  checksum: { stored: 0xc0, computed: 0xc0, valid: true },
  appendedSha256: NEW,
  appendedSha256Valid: true,
  fileSha256: IMAGE_ID,
  sizeBytes: SIZE_BYTES,
  imageLength: SIZE_BYTES,
  partitionSha256: NEW,
  flash: { mode: 'DIO', speedCode: 0, sizeBytes: 0x40_0000 },
  header: {
    wpPin: 0xee,
    spiPinDrive: [0, 0, 0],
    legacyMinChipRevision: 0,
    segmentCount: 6,
    hashAppended: 1,
  },
  spiFlashMode: null,
  minChipRevision: null,
  maxChipRevision: null,
  minEfuseBlockRevision: null,
  maxEfuseBlockRevision: null,
  mmuPageSizeBytes: null,
  projectName: 'native_ota',
  version: '1.5.0',
  compileDate: 'Nov 22 2026',
  compileTime: '01:47:09',
  idfVersion: 'v5.3.4',
  appElfSha256: NEW,
  secureVersion: 0,
  bootloaderVersion: null,
  signature: null,
  trailingBytes: 0,
  trailingContent: null,
  mergedParts: [],
  partitionTable: null,
  otadata: null,
  certificates: [],
};

export const IMAGE: ImageEntry = {
  imageId: IMAGE_ID,
  fileName: 'native_ota.bin',
  urlName: 'native_ota',
  notes: '',
  addedAtMs: STARTED_AT_MS - 30_000,
  source: 'dropped',
  facts: IMAGE_FACTS,
  pushes: [],
  available: true,
};

/** The article's timings; a run ends at 18.4 s. */
export const LAST_RUN: LastRun = {
  durationMs: 18_400,
  stages: [
    { stage: 'ready', atMs: 200 },
    { stage: 'urlSent', atMs: 300 },
    { stage: 'tls', atMs: 1_700 },
    { stage: 'headerAccepted', atMs: 2_000 },
    { stage: 'writing', atMs: 2_100 },
    { stage: 'imageVerified', atMs: 11_500 },
    { stage: 'restarting', atMs: 12_100 },
    { stage: 'newImageRuns', atMs: 13_400 },
    { stage: 'confirmed', atMs: 18_400 },
  ],
};

export function port(name: string, more: Partial<PortState> = {}): PortState {
  return {
    path: `/dev/${name}`,
    label: `CP2102N USB to UART (${name})`,
    vendorId: '10c4',
    productId: 'ea60',
    serialNumber: '0001',
    location: null,
    virtual: false,
    ...more,
  };
}

export function board(deviceId: string, more: Partial<BoardState> = {}): BoardState {
  return {
    deviceId,
    name: deviceId,
    port: port('ttyUSB3'),
    baudRate: 115_200,
    link: 'open',
    error: null,
    hasModemLines: true,
    facts: FACTS,
    session: null,
    afterWatch: null,
    lastRun: LAST_RUN,
    log: { entries: 0, bytes: 0, byLevel: { E: 0, W: 0, I: 0, D: 0, V: 0 }, diskError: null },
    ...more,
  };
}

export const SESSION: SessionView = {
  pushId: 'push-1',
  deviceId: 'bench-07',
  image: {
    imageId: IMAGE_ID,
    fileName: 'native_ota.bin',
    projectName: 'native_ota',
    version: '1.5.0',
    sizeBytes: SIZE_BYTES,
  },
  url: 'https://192.168.1.23:8002/firmware/native_ota.bin',
  startedAtMs: STARTED_AT_MS,
  stages: [],
  writtenAtMs: null,
  current: 'ready',
  waitingFor: null,
  suspected: null,
  progress: {
    deliveredBytes: null,
    bytesAre: 'delivered',
    writtenBytes: null,
    totalBytes: SIZE_BYTES,
    deliveredRate: null,
    writtenRate: null,
  },
  before: { partition: 'ota_0', offset: 0x11_0000, version: '1.4.2', sha256: OLD },
  expected: { partition: 'ota_1', offset: 0x21_0000, version: '1.5.0', sha256: NEW },
  after: { partition: null, offset: null, version: null, sha256: null },
  overridden: [],
  boardSaid: null,
  serverSaw: null,
  verdict: null,
};

export function request(id: string, more: Partial<RequestState> = {}): RequestState {
  return {
    id,
    atMs: STARTED_AT_MS,
    peer: '192.168.1.77',
    method: 'GET',
    path: '/firmware/native_ota.bin',
    status: 200,
    image: 'native_ota.bin',
    tls: { version: 'TLSv1.2', cipher: 'ECDHE-RSA-AES128-GCM-SHA256' },
    bytes: SIZE_BYTES,
    totalBytes: SIZE_BYTES,
    bytesAre: 'delivered',
    durationMs: 8_100,
    outcome: 'complete',
    alert: null,
    code: null,
    ...more,
  };
}

export function check(
  name: PreflightCheck['name'],
  result: PreflightCheck['result'],
  params: PreflightCheck['params'] = {},
): PreflightCheck {
  return {
    name,
    result,
    params,
    readFrom: 'boardLog',
    restsOn: 'board',
    code: `preflight/${name}` as PreflightCheck['code'],
  };
}
