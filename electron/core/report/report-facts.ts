import os from 'node:os';

import type { CertificateView } from '../../../shared/contract/certificates-values.ts';
import type { CertificatesState } from '../../../shared/contract/values.ts';
import type { ReportCertificates, ReportProgram } from '../../../shared/report/report-schema.ts';
import type { CoreOptions } from '../core.ts';

/** The program that writes a report, and what it runs on. */
export function programOf({ version, shell }: Pick<CoreOptions, 'version' | 'shell'>): ReportProgram {
  return {
    name: 'OTA Workbench',
    version,
    shell,
    node: process.versions.node,
    electron: process.versions.electron ?? null,
    platform: process.platform,
    osRelease: os.release(),
    arch: process.arch,
    openssl: process.versions.openssl ?? null,
  };
}

/** What certificates say that a report names. */
export interface NamedCertificates {
  readonly ca: CertificatesState['ca'];
  readonly server: Pick<CertificateView, 'sha256Fingerprint' | 'notAfter' | 'dnsNames' | 'ipAddresses'>;
}

/** The fingerprints that a report names; nothing else of a certificate. */
export function certificatesOf({ ca, server }: NamedCertificates): ReportCertificates {
  return {
    ca: { sha256Fingerprint: ca.sha256Fingerprint, notAfter: ca.notAfter },
    server: {
      sha256Fingerprint: server.sha256Fingerprint,
      notAfter: server.notAfter,
      dnsNames: [...server.dnsNames],
      ipAddresses: [...server.ipAddresses],
    },
  };
}
