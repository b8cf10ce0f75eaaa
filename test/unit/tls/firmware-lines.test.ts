import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { firmwareLines, originOf } from '../../../electron/core/tls/firmware-lines.ts';
import { DEFAULT_TRUST_SETTINGS } from '../../../shared/contract/certificates-settings.ts';
import type {
  AuthorityRole,
  AuthorityState,
  CertificatesState,
  TrustKind,
} from '../../../shared/contract/certificates-values.ts';
import { CERTIFICATES } from '../../support/scripted/values.ts';

const ORIGIN = 'https://192.168.1.5:8002';

function stateWith(role: AuthorityRole, change: Partial<AuthorityState> = {}): CertificatesState {
  const [own] = CERTIFICATES.authorities;
  if (own === undefined) throw new Error('no authority');
  return { ...CERTIFICATES, authorities: [own, { ...own, role, ...change }] };
}

function textOf(trust: TrustKind, state: CertificatesState, language: string, small = false): string {
  const settings = { ...DEFAULT_TRUST_SETTINGS, smallRecords: small };
  const { parts } = firmwareLines(trust, state, settings, ORIGIN);
  return parts.find((part) => part.language === language)?.text ?? '';
}

test('the lines of an own CA name this bench’s CA and URL', () => {
  const lines = firmwareLines('own', CERTIFICATES, DEFAULT_TRUST_SETTINGS, ORIGIN);
  expect(lines.caFile).toBe('server_certs/ca_cert.pem');
  const c = textOf('own', CERTIFICATES, 'c');
  expect(c).toContain('CN=OTA Workbench CA 5b0ad8c2, until 2046-11-17');
  expect(c).toContain(CERTIFICATES.ca.sha256Fingerprint);
  expect(c).toContain(`${ORIGIN}/firmware/`);
  expect(c).toContain('.cert_pem = ca_cert_start');
  expect(textOf('own', CERTIFICATES, 'cmake')).toContain('EMBED_TXTFILES');
  expect(textOf('own', CERTIFICATES, 'kconfig')).not.toContain('ECDSA');
});

test('a server key on a curve, and small records, need options of their own', () => {
  const [own] = CERTIFICATES.authorities;
  const leaf = { ...own?.leaf, key: 'P-256' } as AuthorityState['leaf'];
  const state = { ...CERTIFICATES, authorities: [{ ...own, leaf } as AuthorityState] };
  expect(textOf('own', state, 'kconfig')).toContain('CONFIG_MBEDTLS_ECP_DP_SECP256R1_ENABLED=y');
  expect(textOf('own', CERTIFICATES, 'kconfig', true)).toContain('CONFIG_MBEDTLS_SSL_IN_CONTENT_LEN=4096');
});

test('a public CA needs the bundle and no file, whether its certificate is there yet or not', () => {
  for (const state of [CERTIFICATES, stateWith('public')]) {
    expect(firmwareLines('public', state, DEFAULT_TRUST_SETTINGS, ORIGIN).caFile).toBeNull();
    expect(textOf('public', state, 'c')).toContain('.crt_bundle_attach = esp_crt_bundle_attach');
    expect(textOf('public', state, 'cmake')).not.toContain('EMBED_TXTFILES');
    expect(textOf('public', state, 'kconfig')).toContain('CONFIG_MBEDTLS_CERTIFICATE_BUNDLE=y');
  }
});

test('what was brought along has lines once it is there', () => {
  const settings = DEFAULT_TRUST_SETTINGS;
  expect(() => firmwareLines('brought', CERTIFICATES, settings, ORIGIN)).toThrowError(/nothing-brought/);
  const c = textOf('brought', stateWith('brought', { subject: 'CN=evil */ #error \\\n' }), 'c');
  expect(c.match(/\*\//g)?.length).toBe(2);
  expect(c).not.toMatch(/\\$/m);
});

test.each([
  [{ port: 8002, bind: '0.0.0.0', host: null }, 'https://192.168.1.5:8002'],
  [{ port: 8070, bind: '10.0.0.1', host: null }, 'https://10.0.0.1:8070'],
  [{ port: 8002, bind: '0.0.0.0', host: 'ota.example.com' }, 'https://ota.example.com:8002'],
])('boards are sent to where this bench is found', (server, expected) => {
  expect(originOf(server, ['192.168.1.5', 'localhost'])).toBe(expected);
});

describe('the pages in certs/firmware', () => {
  const blocksOf = (file: string): readonly string[] =>
    [...readFileSync(`certs/firmware/${file}`, 'utf8').matchAll(/```(?:cmake|c|ini)\n([\s\S]*?)```/g)].map(
      ([, block]) => block ?? '',
    );
  const plain = (text: string): string => text.replaceAll(/\s+/g, ' ');

  test.each([
    ['own-ca.md', 'own', CERTIFICATES],
    ['public-ca.md', 'public', CERTIFICATES],
  ] as const)('%s shows the lines that the program gives', (file, trust, state) => {
    const given = firmwareLines(trust, state, DEFAULT_TRUST_SETTINGS, ORIGIN).parts.map(({ text }) => text);
    const statements = blocksOf(file)
      .slice(0, 3)
      .flatMap((block) => block.split('\n').map((line) => line.trim()))
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(statements.length).toBeGreaterThan(8);
    for (const line of statements) expect(plain(given.join('\n'))).toContain(plain(line));
  });
});
