import type {
  AuthorityState,
  BroughtFindings,
  CertificatesState,
  CertificateView,
} from '../../../shared/contract/certificates-values.ts';
import type { SerialState } from '../../../shared/contract/serial-values.ts';
import type { BoardVerdict, TrustProblem } from '../../../shared/x509/judge-chain.ts';
import type { Answers, FakeCore, Script } from '../fake-transport.ts';
import { judgedTest } from '../trust.ts';
import { CERTIFICATES, SETTINGS } from './values.ts';

/** The key under which what is chosen for bench-07 is kept. */
export const NAME_KEY = '24-0a-c4-00-00-07';
export const PREVIOUS = 'c0ffee00'.repeat(8);
export const BROUGHT = 'b0a7b0a7'.repeat(8);
export const PUBLIC = '96bcec06'.repeat(8);

const [OWN] = CERTIFICATES.authorities as readonly [AuthorityState];

function authority(
  sha256Fingerprint: string,
  role: AuthorityState['role'],
  more: Partial<AuthorityState> & { readonly leaf?: CertificateView },
): AuthorityState {
  return { ...OWN, sha256Fingerprint, role, inUse: false, boards: [], ...more };
}

export const PREVIOUS_CA = authority(PREVIOUS, 'previous', {
  subject: 'CN=OTA Workbench CA c0ffee00',
  boards: [NAME_KEY, '24-0a-c4-00-00-99'],
  notAfter: '2027-03-01T00:00:00Z',
});

/** The article's form: one certificate is CA and server. */
export const BROUGHT_PAIR = authority(BROUGHT, 'brought', {
  subject: 'C=CN, O=Espressif, CN=192.168.1.23',
  key: 'RSA-2048',
  notAfter: '2027-11-22T00:00:00Z',
  leaf: {
    ...OWN.leaf,
    sha256Fingerprint: BROUGHT,
    subject: 'C=CN, O=Espressif, CN=192.168.1.23',
    issuer: 'C=CN, O=Espressif, CN=192.168.1.23',
    isCa: true,
    dnsNames: [],
    ipAddresses: [],
  },
});

export const PUBLIC_CA = authority(PUBLIC, 'public', {
  subject: 'C=US, O=Internet Security Research Group, CN=ISRG Root X1',
  key: 'RSA-4096',
  notAfter: '2035-06-04T00:00:00Z',
  chainLength: 2,
  chainBytes: 2_561,
  leaf: {
    ...OWN.leaf,
    subject: 'CN=ota.example.org',
    issuer: 'C=US, O=Let’s Encrypt, CN=E7',
    key: 'P-256',
    hash: 'sha384',
    dnsNames: ['ota.example.org', '*.bench.example.org'],
    ipAddresses: [],
    notAfter: '2027-02-12T00:00:00Z',
  },
});

/** Everything that a bench can have. */
export const ALL_CERTIFICATES: CertificatesState = {
  ...CERTIFICATES,
  authorities: [OWN, PREVIOUS_CA, BROUGHT_PAIR, PUBLIC_CA],
};

function verdicts(problems: readonly (readonly TrustProblem[])[]): readonly BoardVerdict[] {
  return judgedTest(problems).verdicts;
}

/** What is found in the article's pair. */
export const SELF_SIGNED: BroughtFindings = {
  chain: [BROUGHT_PAIR.leaf],
  ca: BROUGHT_PAIR.leaf,
  selfSigned: true,
  publicRoot: null,
  findings: [],
  hosts: [{ host: '192.168.1.23', verdicts: verdicts([]) }],
};

/** A chain that some boards would refuse. */
export const DOUBTFUL: BroughtFindings = {
  chain: [
    {
      ...OWN.leaf,
      subject: 'CN=bench.local',
      issuer: 'CN=Works CA',
      dnsNames: ['bench.local'],
      ipAddresses: [],
    },
  ],
  ca: { ...OWN.leaf, subject: 'CN=Works CA', issuer: 'CN=Works CA', sha256Fingerprint: PREVIOUS, isCa: true },
  selfSigned: false,
  publicRoot: null,
  findings: [
    {
      severity: 'warns',
      code: 'cert/leaf-expired',
      params: { subject: 'CN=bench.local', date: '2026-11-01' },
    },
    {
      severity: 'warns',
      code: 'cert/host-not-named',
      params: { host: '192.168.1.23', releases: '4.4, 5.0-5.0.4, 5.1-5.1.1' },
    },
  ],
  hosts: [
    {
      host: '192.168.1.23',
      verdicts: verdicts([['host'], ['host', 'expired'], ['host'], ['host', 'expired']]),
    },
    { host: 'bench.local', verdicts: verdicts([[], ['expired'], [], ['expired']]) },
  ],
};

/** What no board would take. */
export const UNUSABLE: BroughtFindings = {
  ...DOUBTFUL,
  findings: [
    { severity: 'blocks', code: 'cert/not-a-ca', params: { subject: 'CN=Works CA' } },
    { severity: 'blocks', code: 'cert/weak-signature', params: { subject: 'CN=bench.local', hash: 'sha1' } },
  ],
};

/** The certificates of a preview: `certs`, `certsBrought`, `certsWarnings`. */
export function certificatesOf(state: string): CertificatesState {
  if (state === 'certsBrought') {
    const authorities = ALL_CERTIFICATES.authorities.map((each) => ({
      ...each,
      inUse: each.role === 'brought',
    }));
    return { ...ALL_CERTIFICATES, trust: 'brought', authorities };
  }
  if (state !== 'certsWarnings') return { ...CERTIFICATES, authorities: [OWN, PREVIOUS_CA] };
  return {
    ...ALL_CERTIFICATES,
    warnings: [
      { code: 'cert/ca-ends-soon', params: { subject: PREVIOUS_CA.subject, date: '2027-03-01' } },
      { code: 'cert/leaf-ends-soon', params: { subject: 'CN=ota.example.org', date: '2026-12-12' } },
    ],
  };
}

/** The page with these certificates, and a core that changes them as it is asked. */
export function withCerts(
  script: Script,
  certificates: CertificatesState = ALL_CERTIFICATES,
  answers: Answers = {},
): Script {
  const serial: SerialState = {
    deviceId: 'bench-07',
    lines: null,
    advice: [],
    mac: '24:0a:c4:00:00:07',
    macSeen: true,
    nameKey: NAME_KEY,
  };
  return {
    states: [
      ...script.states.filter(({ name }) => name !== 'certificates'),
      { name: 'certificates', key: null, value: certificates },
      { name: 'serial', key: serial.deviceId, value: serial },
    ],
    answers: { ...script.answers, ...ANSWERS, ...answers },
  };
}

const stateOf = (core: FakeCore): CertificatesState => core.get('certificates') ?? CERTIFICATES;

const ANSWERS: Answers = {
  'certificates.rotate': (_input, core) => {
    const state = stateOf(core);
    const authorities = state.authorities.map((each) =>
      each.role === 'current'
        ? { ...each, role: 'previous' as const, inUse: false, boards: [NAME_KEY] }
        : each,
    );
    const made = { ...OWN, sha256Fingerprint: 'ab'.repeat(32), subject: 'CN=OTA Workbench CA abababab' };
    core.set('certificates', { ...state, authorities: [made, ...authorities] });
    return { current: made.sha256Fingerprint, previous: OWN.sha256Fingerprint, boards: [NAME_KEY] };
  },
  'certificates.dropPrevious': ({ authority: dropped }, core) => {
    const state = stateOf(core);
    const authorities = state.authorities.filter(({ sha256Fingerprint }) => sha256Fingerprint !== dropped);
    core.set('certificates', { ...state, authorities });
    return {};
  },
  'certificates.useTrust': ({ trust }, core) => {
    const state = stateOf(core);
    const role = trust === 'own' ? 'current' : trust;
    const authorities = state.authorities.map((each) => ({ ...each, inUse: each.role === role }));
    core.set('certificates', { ...state, trust, authorities });
    return {};
  },
  'certificates.setOptions': ({ leaf, smallRecords, chain }, core) => {
    const settings = core.get('settings') ?? SETTINGS;
    const { trust } = settings;
    const changed = {
      leaf: leaf ?? trust.leaf,
      smallRecords: smallRecords ?? trust.smallRecords,
      chain: chain ?? trust.chain,
    };
    core.set('settings', { ...settings, trust: { ...trust, ...changed } });
    return {};
  },
  'certificates.backup': () => ({ fileName: 'ota-workbench-ca.p12', bytes: new Uint8Array([0x30, 0x82]) }),
  'certificates.restore': () => ({ current: OWN.sha256Fingerprint, previous: [PREVIOUS] }),
  'certificates.inspectBrought': ({ files }) => (files.length > 1 ? SELF_SIGNED : DOUBTFUL),
  'certificates.useBrought': ({ files }) => (files.length > 1 ? SELF_SIGNED : DOUBTFUL),
  'certificates.selfTest': ({ host }) => judgedTest([[], ['expired'], [], []], host ?? '192.168.1.23'),
};
