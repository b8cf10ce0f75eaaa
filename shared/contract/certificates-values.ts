import type { ErrorPayload } from '../errors.ts';
import type { BoardVerdict } from '../x509/judge-chain.ts';

/** Whose certificate boards are shown: one of this program's CA, one brought along, or one of a public CA. */
export type TrustKind = 'own' | 'brought' | 'public';
export const TRUST_KINDS = ['own', 'brought', 'public'] as const satisfies readonly TrustKind[];

/** The key of the server certificates that this program makes. */
export type LeafKind = 'rsa2048' | 'p256';
export const LEAF_KINDS = ['rsa2048', 'p256'] as const satisfies readonly LeafKind[];

/** `previous`: a CA of this program that boards in the field still trust; with several, the one rotated last. */
export type AuthorityRole = 'current' | 'previous' | 'brought' | 'public';
export const AUTHORITY_ROLES = [
  'current',
  'previous',
  'brought',
  'public',
] as const satisfies readonly AuthorityRole[];

/** The settings of trust. */
export interface TrustSettings {
  /** For boards that no authority is chosen for. */
  readonly use: TrustKind;
  readonly leaf: LeafKind;
  /** After the handshake a record carries no more than 1,024 bytes: for boards with a reduced IN_CONTENT_LEN. */
  readonly smallRecords: boolean;
  /** `leaf`: the certificates between leaf and CA are left out, since such a board has no room for them. */
  readonly chain: 'full' | 'leaf';
  /** Authorities by the boards' `nameKey`, as the SHA-256 fingerprint of what the firmware trusts. */
  readonly authorityOf: Readonly<Record<string, string>>;
}

/** What a certificate says, for people. Times in ISO 8601. */
export interface CertificateView {
  /** 64 lower-case hex digits. */
  readonly sha256Fingerprint: string;
  /** `CN=My CA, O=Example` */
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: string;
  readonly notAfter: string;
  /** `RSA-2048`, `P-256`; other curves by their OID. */
  readonly key: string;
  /** `sha256`, `sha1`, `md5`; else the OID of the signature. */
  readonly hash: string;
  readonly isCa: boolean;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

/** Something that boards trust, and what this bench shows to those that do. */
export interface AuthorityState {
  /** Fingerprint of what a firmware embeds: the CA's certificate, or a self-signed server certificate. */
  readonly sha256Fingerprint: string;
  readonly role: AuthorityRole;
  readonly subject: string;
  readonly key: string;
  readonly notBefore: string;
  readonly notAfter: string;
  /** Boards without a choice are shown its certificate. */
  readonly inUse: boolean;
  /** Boards that it is chosen for, as their `nameKey`. */
  readonly boards: readonly string[];
  readonly leaf: CertificateView;
  /** Certificates that a handshake carries, and their bytes in DER. */
  readonly chainLength: number;
  readonly chainBytes: number;
}

/** The certificates of this bench. No key and no certificate's body is among them. */
export interface CertificatesState {
  /** What boards without a choice trust, and what they are shown. */
  readonly ca: { readonly sha256Fingerprint: string; readonly notAfter: string };
  readonly server: {
    readonly sha256Fingerprint: string;
    readonly notAfter: string;
    readonly dnsNames: readonly string[];
    readonly ipAddresses: readonly string[];
  };
  readonly trust: TrustKind;
  /** Current, previous (latest first), brought along, public; those that exist. */
  readonly authorities: readonly AuthorityState[];
  readonly warnings: readonly ErrorPayload[];
}

/** `blocks`: no board could be served with it. `warns`: some boards, or this bench, would be refused. */
export interface CertificateFinding extends ErrorPayload {
  readonly severity: 'blocks' | 'warns';
}

/** What boards of each kind would say to one host of this bench. */
export interface HostVerdict {
  readonly host: string;
  readonly verdicts: readonly BoardVerdict[];
}

/** What was found in files that were brought along. */
export interface BroughtFindings {
  /** What the server would show, the leaf first. */
  readonly chain: readonly CertificateView[];
  /** What the firmware embeds; null where none came along and none is known. */
  readonly ca: CertificateView | null;
  /** One certificate is CA and server certificate. */
  readonly selfSigned: boolean;
  /** A public CA that Mozilla's list has signed it: boards with ESP-IDF's bundle trust it. */
  readonly publicRoot: string | null;
  readonly findings: readonly CertificateFinding[];
  readonly hosts: readonly HostVerdict[];
}

/** Lines for a firmware, filled with this bench's values. */
export interface FirmwareLines {
  readonly trust: TrustKind;
  /** The certificate to save beside them; null for the bundle. */
  readonly caFile: string | null;
  readonly parts: readonly {
    /** Path in the ESP-IDF project. */
    readonly file: string;
    readonly language: 'cmake' | 'kconfig' | 'c';
    readonly text: string;
  }[];
}
