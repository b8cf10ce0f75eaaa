import type { BenchValues } from '../../../certs/firmware/lines.ts';
import { bundleLines, embeddedLines } from '../../../certs/firmware/lines.ts';
import type {
  AuthorityRole,
  CertificatesState,
  FirmwareLines,
  TrustKind,
  TrustSettings,
} from '../../../shared/contract/certificates-values.ts';
import { WorkbenchError } from '../../../shared/errors.ts';

const ROLE_OF: Readonly<Record<TrustKind, AuthorityRole>> = {
  own: 'current',
  brought: 'brought',
  public: 'public',
};

/** Where boards find this bench when its server runs: the named host, the one address, or the first that faces boards. */
export function originOf(
  { port, bind, host }: { readonly port: number; readonly bind: string; readonly host: string | null },
  hosts: readonly string[],
): string {
  const reachable = bind === '0.0.0.0' ? (hosts[0] ?? '127.0.0.1') : bind;
  return `https://${host ?? reachable}:${port}`;
}

/**
 * The lines for one way of trust, with this bench's values.
 * @param origin `https://192.168.1.5:8002`
 * @throws WorkbenchError cert/nothing-brought
 */
export function firmwareLines(
  trust: TrustKind,
  { authorities }: CertificatesState,
  settings: TrustSettings,
  origin: string,
): FirmwareLines {
  const authority = authorities.find(({ role }) => role === ROLE_OF[trust]);
  // What the bundle asks for is the same whoever signs.
  if (authority === undefined && trust !== 'public')
    throw new WorkbenchError('cert/nothing-brought', { trust });
  const values: BenchValues = {
    ca: authority === undefined ? null : { ...authority, notAfter: authority.notAfter.slice(0, 10) },
    origin,
    elliptic: [authority?.key, authority?.leaf.key].some(
      (key) => key !== undefined && !key.startsWith('RSA-'),
    ),
    smallRecords: settings.smallRecords,
  };
  return {
    trust,
    caFile: trust === 'public' ? null : 'server_certs/ca_cert.pem',
    parts: trust === 'public' ? bundleLines(values) : embeddedLines(values),
  };
}
