import type { ImageEntry } from '../../../shared/contract/values.ts';
import type { FoundCertificate } from '../../../shared/esp/found-certificate.ts';
import { toHex } from '../../../shared/esp/hex.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import type { BoardTrust } from '../../../shared/ota/board-trust.ts';
import { runningImage } from '../../../shared/ota/running-image.ts';
import { readPemText } from '../../../shared/x509/pem.ts';
import type { Sha256 } from '../ports.ts';

export interface TrustsDeps {
  readonly sha256: Sha256;
  readonly images: () => readonly ImageEntry[];
  /** What boards may trust here, PEM; the first leads to what is served unless another is chosen for a board. */
  readonly trustedPems: () => readonly string[];
}

/** Compares what boards have in their firmware with what leads to this bench. */
export class Trusts {
  readonly #deps: TrustsDeps;

  constructor(deps: TrustsDeps) {
    this.#deps = deps;
  }

  /** Without the self-test, which is made right before the URL is sent. */
  of(board: BoardFacts): Omit<BoardTrust, 'selfTest'> {
    return { ours: this.ours(), running: this.running(board) };
  }

  /** Of each certificate that a board may trust here. */
  ours(): readonly string[] {
    return this.#deps.trustedPems().flatMap((pem) => this.#fingerprints(pem));
  }

  /** In the firmware that runs; null where its image is not in the library. */
  running(board: BoardFacts): readonly FoundCertificate[] | null {
    return runningImage(board, this.#deps.images())?.facts.certificates ?? null;
  }

  /** What a board verifies this server by: the one of ours that its firmware has, else what is `chosen` for it. */
  trustedBy(board: BoardFacts, chosen: string): string {
    const pems = this.#deps.trustedPems();
    const found = this.running(board)?.map(({ sha256Fingerprint }) => sha256Fingerprint) ?? [];
    const own = pems.find((pem) => this.#fingerprints(pem).some((each) => found.includes(each)));
    return own ?? chosen;
  }

  #fingerprints(pem: string): readonly string[] {
    return readPemText(pem).map((der) => toHex(this.#deps.sha256(der)));
  }
}
