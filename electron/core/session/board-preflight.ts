import type { CertificateView } from '../../../shared/contract/certificates-values.ts';
import type { ImageEntry } from '../../../shared/contract/values.ts';
import type { PreflightCheck } from '../../../shared/ota/preflight.ts';
import { preflight } from '../../../shared/ota/run-preflight.ts';
import type { WayFacts } from '../../../shared/ota/way-facts.ts';

import type { Board } from '../board/board.ts';
import type { SelfTester } from '../selftest/self-tester.ts';
import type { Trusts } from '../selftest/trusts.ts';
import type { ServerSettings } from '../server/server-control.ts';
import { urlAt } from './host-choice.ts';

export interface BoardPreflightDeps {
  /** The way between this machine and a board. */
  readonly way: (board: Board) => Promise<WayFacts>;
  /** What this board is shown, and what it then trusts, PEM. */
  readonly shownTo: (board: Board) => Pick<CertificateView, 'dnsNames' | 'ipAddresses'>;
  readonly trustedPem: (board: Board) => string;
  readonly server: () => ServerSettings;
  readonly trusts: Trusts;
  readonly selfTester: Pick<SelfTester, 'run'>;
}

/** Runs the checks of an image against a board, with what the workbench knows of the way between them. */
export class BoardPreflight {
  readonly #deps: BoardPreflightDeps;

  constructor(deps: BoardPreflightDeps) {
    this.#deps = deps;
  }

  /** With the URL that is about to be sent, and a connection of our own to it. */
  async withUrl(
    board: Board,
    image: ImageEntry,
    url: string,
    host: string,
  ): Promise<readonly PreflightCheck[]> {
    const { server, trusts, selfTester, way } = this.#deps;
    const { port, bind } = server();
    const selfTest = await selfTester.run({
      host,
      port,
      bind,
      trustedPem: trusts.trustedBy(board.facts, this.#deps.trustedPem(board)),
      boardAddress: board.facts.ipv4,
    });
    return preflight({
      image: image.facts,
      board: board.facts,
      url,
      facingAddress: host,
      baudRate: board.baudRate,
      certificateCovers: covers(this.#deps.shownTo(board), host),
      trust: { ...trusts.of(board.facts), selfTest },
      network: await way(board),
    });
  }

  /** Before there is a URL: the one that would be sent now, where the board has an address. */
  async ahead(board: Board, image: ImageEntry): Promise<readonly PreflightCheck[]> {
    const { port } = this.#deps.server();
    const network = await this.#deps.way(board);
    const { host } = network.way;
    return preflight({
      image: image.facts,
      board: board.facts,
      url: host === null ? null : urlAt(host, port, `/firmware/${image.urlName}.bin`),
      facingAddress: host,
      baudRate: board.baudRate,
      // The certificate is issued anew for a host it lacks, before the URL is sent.
      certificateCovers: host === null ? null : true,
      trust: { ...this.#deps.trusts.of(board.facts), selfTest: null },
      network,
    });
  }
}

function covers(
  { dnsNames, ipAddresses }: Pick<CertificateView, 'dnsNames' | 'ipAddresses'>,
  host: string,
): boolean {
  // Names are compared without regard to case, by boards too.
  return dnsNames.includes(host.toLowerCase()) || ipAddresses.includes(host);
}
