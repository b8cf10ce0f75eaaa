import type {
  AuthorityRole,
  CertificatesState,
  CertificateView,
  TrustKind,
  TrustSettings,
} from '../../../shared/contract/certificates-values.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import type { Cancel } from '../ports.ts';
import type { Authority } from './authority.ts';
import { authorityState } from './authority.ts';
import type { CertificateNames, WantedNames } from './certificate-names.ts';
import { certificateView } from './certificate-view.ts';
import type { Certificates, CertificatesDeps } from './certificates.ts';
import { inFolder } from './folder-errors.ts';
import type { Authorities } from './open-authorities.ts';
import { openAuthorities } from './open-authorities.ts';
import type { ServerCredentials } from './server-certificate.ts';
import { certificateWarnings } from './warnings.ts';

export interface BenchCertificatesDeps extends Omit<CertificatesDeps, 'leafKind'> {
  readonly settings: () => TrustSettings;
}

/** Certificates are renewed 30 days before their end: some hours are nothing. */
const LOOK_MS = 6 * 3_600_000;
const NO_NAMES: WantedNames = { ipAddresses: [], dnsNames: [] };

/** @throws WorkbenchError cert/invalid, cert/server-invalid, data/not-writable */
export async function openBenchCertificates(
  deps: BenchCertificatesDeps,
  mayWrite = true,
): Promise<BenchCertificates> {
  const withLeaf = { ...deps, leafKind: () => deps.settings().leaf };
  return new BenchCertificates(withLeaf, await openAuthorities(withLeaf, mayWrite));
}

/** All certificates of this bench: the CAs that boards trust, and what boards of each are shown. */
export class BenchCertificates {
  readonly #deps: BenchCertificatesDeps & CertificatesDeps;
  #authorities: Authorities;
  #wanted: WantedNames = NO_NAMES;
  readonly #listeners = new Set<() => void>();
  #queue: Promise<void> = Promise.resolve();

  constructor(deps: BenchCertificatesDeps & CertificatesDeps, authorities: Authorities) {
    this.#deps = deps;
    this.#authorities = authorities;
  }

  /**
   * Makes sure that the server certificates issued here name all of these and are not about to end.
   * Cheap when nothing is missing: call it before each start and push. Calls are served one after the other.
   * @throws WorkbenchError cert/bad-name, data/not-writable
   */
  ensure(wanted: WantedNames): Promise<void> {
    return this.#inTurn(async () => {
      await this.#certify(wanted);
      this.#wanted = wanted;
    });
  }

  /** Issues the server certificates again, for the names they have. @throws WorkbenchError data/not-writable */
  reissue(): Promise<void> {
    return this.#inTurn(async () => {
      for (const each of this.own) await each.reissue();
      this.#tell();
    });
  }

  /** What boards are shown that no authority is chosen for. */
  credentials(): ServerCredentials {
    return this.#inUse.credentials(this.#deps.settings().chain);
  }

  /** What boards of this authority are shown; null where it is unknown here. */
  credentialsOf(sha256Fingerprint: string): ServerCredentials | null {
    const found = this.#authorities.all.find((each) => each.sha256Fingerprint === sha256Fingerprint);
    return found?.credentials(this.#deps.settings().chain) ?? null;
  }

  /** An authority by its role or fingerprint, the one in use for null. @throws WorkbenchError cert/unknown-authority */
  find(name: string | null): Authority {
    const found =
      name === null
        ? this.#inUse
        : this.#authorities.all.find((each) => each.role === name || each.sha256Fingerprint === name);
    if (found === undefined) throw new WorkbenchError('cert/unknown-authority', { name: name ?? '' });
    return found;
  }

  /** What the firmware of a board embeds, PEM; of a board without a choice of its own, where it is not known here. */
  trustedBy(sha256Fingerprint: string | null): string {
    const { all } = this.#authorities;
    return (all.find((each) => each.sha256Fingerprint === sha256Fingerprint) ?? this.#inUse).trustedPem;
  }

  /** What boards may trust here, PEM; first what leads to the certificate that is in use. */
  trustedPems(): readonly string[] {
    const inUse = this.#inUse;
    return [inUse, ...this.#authorities.all.filter((each) => each !== inUse)].map((each) => each.trustedPem);
  }

  /** What boards of this authority are shown, of those without one for null. */
  shownTo(sha256Fingerprint: string | null): CertificateView {
    const { all } = this.#authorities;
    const found = all.find((each) => each.sha256Fingerprint === sha256Fingerprint) ?? this.#inUse;
    return certificateView(found.credentials('leaf').certPem);
  }

  /** Every name that a certificate of this bench has. */
  names(): WantedNames {
    const shown = this.#authorities.all.map((each) => this.shownTo(each.sha256Fingerprint));
    return {
      dnsNames: [...new Set(shown.flatMap(({ dnsNames }) => dnsNames))],
      ipAddresses: [...new Set(shown.flatMap(({ ipAddresses }) => ipAddresses))],
    };
  }

  /** What a firmware embeds for the authority that is in use, PEM. */
  caPem(): string {
    return this.#inUse.trustedPem;
  }

  issueApart(serverKeyPem: string, names: CertificateNames, nowMs: number): Promise<string> {
    return this.#current.issueApart(serverKeyPem, names, nowMs);
  }

  /** What boards ask this bench for, as far as it is known: addresses and names, loopback only without others. */
  hosts(): readonly string[] {
    const { dnsNames } = this.#current.state().server;
    const reachable = dnsNames.filter((name) => name !== 'localhost' && !name.startsWith('127.'));
    return reachable.length === 0 ? dnsNames : reachable;
  }

  state(): CertificatesState {
    const { use, chain, authorityOf: chosen } = this.#deps.settings();
    const { all, troubles } = this.#authorities;
    const inUse = this.#inUse;
    const boardsOf = (fingerprint: string): readonly string[] =>
      Object.keys(chosen).filter((deviceId) => chosen[deviceId] === fingerprint);
    const authorities = all.map((each) =>
      authorityState(each, { chain, inUse: each === inUse, boards: boardsOf(each.sha256Fingerprint) }),
    );
    const shown =
      authorities[all.indexOf(inUse)] ?? authorityState(inUse, { chain, inUse: true, boards: [] });
    const { sha256Fingerprint, notAfter, leaf } = shown;
    const { dnsNames, ipAddresses } = leaf;
    return {
      ca: { sha256Fingerprint, notAfter },
      server: {
        sha256Fingerprint: leaf.sha256Fingerprint,
        notAfter: leaf.notAfter,
        dnsNames,
        ipAddresses,
      },
      trust: kindOf(inUse.role),
      authorities,
      warnings: [...troubles, ...certificateWarnings(authorities, use, this.#deps.clock.nowMs())],
    };
  }

  /** The settings of trust are others now: tells of it, and issues what is of another kind. */
  followSettings(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#certify(this.#wanted);
      this.#tell();
    });
  }

  /** Changes what lies on disk, with no issue meanwhile; then all is read anew. */
  change(work: () => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await inFolder(this.#deps.dir, work);
      } finally {
        this.#authorities = await openAuthorities(this.#deps, true);
        await this.#certify(this.#wanted);
        this.#tell();
      }
    });
  }

  /** Looks after certificates that are about to end while nothing else happens; the returned function ends that. */
  watchExpiry(): Cancel {
    const { clock } = this.#deps;
    let cancel: Cancel = () => undefined;
    const look = (): void => {
      // A disk that cannot be written is told of before the next push.
      void this.ensure(this.#wanted).catch(() => undefined);
      cancel = clock.after(LOOK_MS, look);
    };
    cancel = clock.after(LOOK_MS, look);
    return () => cancel();
  }

  /** Calls `listener` after each change of what is shown to boards; the returned function ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The CAs of this program, the current one first. */
  get own(): readonly Certificates[] {
    return this.#authorities.all.flatMap(({ own }) => (own === null ? [] : [own]));
  }

  /** Issues anew what lacks a name or is about to end, and tells of it. */
  async #certify(wanted: WantedNames): Promise<void> {
    const shown = (): string => this.own.map((each) => each.credentials().certPem).join('');
    const before = shown();
    for (const each of this.own) await each.ensure(wanted);
    if (shown() !== before) this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  get #current(): Certificates {
    const own = this.own[0] ?? null;
    if (own === null) throw new Error('There is no current CA.');
    return own;
  }

  /** What was brought along and cannot be read leaves the own CA in its place. */
  get #inUse(): Authority {
    const { use } = this.#deps.settings();
    const { all } = this.#authorities;
    const found = all.find(({ role }) => role === (use === 'own' ? 'current' : use)) ?? all[0];
    if (found === undefined) throw new Error('There is no current CA.');
    return found;
  }
}

function kindOf(role: AuthorityRole): TrustKind {
  return role === 'brought' || role === 'public' ? role : 'own';
}
