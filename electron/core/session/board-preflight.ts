import type { CertificatesState, ImageEntry } from '../../../shared/contract/values.ts';
import type { PreflightCheck } from '../../../shared/ota/preflight.ts';
import { preflight } from '../../../shared/ota/run-preflight.ts';
import type { Board } from '../board/board.ts';
import type { Routes } from '../ports.ts';
import type { ServerSettings } from '../server/server-control.ts';
import { chooseHost, urlAt } from './host-choice.ts';

export interface BoardPreflightDeps {
  readonly routes: Routes;
  readonly certificates: () => CertificatesState;
  readonly server: () => ServerSettings;
}

/** Runs the checks of an image against a board, with what the workbench knows of the way between them. */
export class BoardPreflight {
  readonly #deps: BoardPreflightDeps;

  constructor(deps: BoardPreflightDeps) {
    this.#deps = deps;
  }

  /** With the URL that is about to be sent. */
  withUrl(board: Board, image: ImageEntry, url: string, host: string): readonly PreflightCheck[] {
    return preflight({
      image: image.facts,
      board: board.facts,
      url,
      facingAddress: host,
      baudRate: board.baudRate,
      certificateCovers: covers(this.#deps.certificates(), host),
    });
  }

  /** Before there is a URL: the one that would be sent now, where the board has an address. */
  async ahead(board: Board, image: ImageEntry): Promise<readonly PreflightCheck[]> {
    const { port, ...given } = this.#deps.server();
    const at = { ipv4: board.facts.ipv4, name: board.state().name };
    const host = await chooseHost(given, at, this.#deps.routes).catch(() => null);
    return preflight({
      image: image.facts,
      board: board.facts,
      url: host === null ? null : urlAt(host, port, `/firmware/${image.urlName}.bin`),
      facingAddress: host,
      baudRate: board.baudRate,
      // The certificate is issued anew for a host it lacks, before the URL is sent.
      certificateCovers: host === null ? null : true,
    });
  }
}

function covers({ server }: CertificatesState, host: string): boolean {
  // Names are compared without regard to case, by boards too.
  return server.dnsNames.includes(host.toLowerCase()) || server.ipAddresses.includes(host);
}
