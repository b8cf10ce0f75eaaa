import type { BroughtFindings, TrustSettings } from '../../../shared/contract/certificates-values.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import { dropFolder, keepPrevious, previousFolders, replaceCurrent } from './authority-folders.ts';
import type { CaPair } from './backup.ts';
import { backUp, readBackup } from './backup.ts';
import type { BenchCertificates } from './bench-certificates.ts';
import type { Arrangement } from './brought/arrange.ts';
import { arrange } from './brought/arrange.ts';
import { keepBrought } from './brought/brought-store.ts';
import { inspect } from './brought/inspect.ts';
import type { BroughtFile } from './brought/read-files.ts';
import { readBroughtFiles } from './brought/read-files.ts';
import { readCertificate } from './certificate-facts.ts';
import type { AuthorityTexts } from './certificate-files.ts';
import { makeLeafKey } from './key-pair.ts';
import { broughtFolder } from './open-authorities.ts';
import { authorityOf, makeAuthority } from './open-certificates.ts';

export interface AuthorityChangesDeps {
  /** `<data>/certs` */
  readonly dir: string;
  readonly clock: Clock;
  readonly bench: BenchCertificates;
  readonly settings: () => TrustSettings;
}

/** What somebody brings along. */
export interface Brought {
  readonly files: readonly BroughtFile[];
  readonly password: string | null;
  readonly as: 'brought' | 'public';
}

/** Everything that changes what boards may trust here. Downloads that run go on in each case. */
export class AuthorityChanges {
  readonly #deps: AuthorityChangesDeps;

  constructor(deps: AuthorityChangesDeps) {
    this.#deps = deps;
  }

  /** A new CA becomes current. Answers the fingerprints of both. @throws WorkbenchError data/not-writable */
  async rotate(): Promise<{ readonly current: string; readonly previous: string }> {
    const { dir, clock, bench, settings } = this.#deps;
    const next = await makeAuthority(settings().leaf, clock.nowMs());
    const previous = fingerprintOfCurrent(bench);
    await bench.change(() => replaceCurrent(dir, next));
    return { current: fingerprintOfCurrent(bench), previous };
  }

  /** Forgets previous CAs with their keys: this one, or all. @throws WorkbenchError cert/unknown-authority */
  async dropPrevious(sha256Fingerprint: string | null): Promise<void> {
    const { dir, bench } = this.#deps;
    const mark = sha256Fingerprint?.slice(0, 16) ?? '';
    const folders = (await previousFolders(dir)).filter((folder) => folder.endsWith(mark));
    if (sha256Fingerprint !== null && folders.length === 0)
      throw new WorkbenchError('cert/unknown-authority', { name: sha256Fingerprint });
    await bench.change(async () => {
      for (const folder of folders) await dropFolder(folder);
    });
  }

  /** PKCS#12. @throws WorkbenchError cert/password-short */
  backup(password: string): Promise<Buffer> {
    return backUp(this.#deps.bench.own, password);
  }

  /** What is current here goes on as a previous CA. @throws WorkbenchError as `readBackup`, data/not-writable */
  async restore(bytes: Uint8Array, password: string): Promise<void> {
    const { dir, clock, bench } = this.#deps;
    const [current, ...previous] = await readBackup(bytes, password, clock.nowMs());
    await bench.change(async () => {
      const here = fingerprintOfCurrent(bench);
      for (const pair of previous.toReversed()) {
        if (fingerprintOf(pair) !== here) await keepPrevious(dir, await this.#filesOf(pair));
      }
      if (fingerprintOf(current) !== here) await replaceCurrent(dir, await this.#filesOf(current));
    });
  }

  /** Reads what is brought along and says what boards would say. @throws WorkbenchError for what cannot be used */
  async inspect(brought: Brought): Promise<BroughtFindings> {
    return this.#look(brought.as, await read(brought));
  }

  /**
   * Keeps it in place of an earlier one of its kind.
   * @throws WorkbenchError the first finding that blocks, or that warns where `acceptWarnings` is false
   */
  async keep(brought: Brought, acceptWarnings: boolean): Promise<BroughtFindings> {
    const arrangement = await read(brought);
    const found = this.#look(brought.as, arrangement);
    const standing = found.findings.filter(({ severity }) => severity === 'blocks' || !acceptWarnings);
    const worst = standing.find(({ severity }) => severity === 'blocks') ?? standing[0];
    if (worst !== undefined) throw new WorkbenchError(worst.code, worst.params);
    const { dir, bench } = this.#deps;
    await bench.change(() => keepBrought(broughtFolder(dir, brought.as), arrangement));
    return found;
  }

  #look(use: Brought['as'], arrangement: Arrangement): BroughtFindings {
    const { clock, bench, settings } = this.#deps;
    const leafOnly = settings().chain === 'leaf';
    return inspect(arrangement, { use, hosts: bench.hosts(), nowMs: clock.nowMs(), leafOnly });
  }

  async #filesOf({ certPem, keyPem }: CaPair): Promise<AuthorityTexts> {
    const { privateKeyPem } = await makeLeafKey(this.#deps.settings().leaf);
    return authorityOf(certPem, keyPem, privateKeyPem, this.#deps.clock.nowMs());
  }
}

async function read({ files, password }: Brought): Promise<Arrangement> {
  return arrange(await readBroughtFiles(files, password));
}

function fingerprintOf({ certPem }: CaPair): string {
  return readCertificate(certPem).sha256Fingerprint;
}

function fingerprintOfCurrent(bench: BenchCertificates): string {
  return bench.own[0]?.caFacts.sha256Fingerprint ?? '';
}
