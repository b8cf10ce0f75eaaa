import type { Board } from '../board/board.ts';

export interface BoardAuthoritiesDeps {
  /** Boards at an address; several where they share it. */
  readonly boardsAt: (address: string) => readonly Board[];
  /** The authority that the running push to a board was given; null without one; undefined without a push. */
  readonly ofPush: (board: Board) => string | null | undefined;
  /** The authority that was chosen for a board. */
  readonly chosen: (board: Board) => string | null;
  /** Authorities that the firmware which runs on a board embeds, as far as its image is known. */
  readonly inFirmware: (board: Board) => readonly string[];
  readonly isKnown: (sha256Fingerprint: string) => boolean;
}

/**
 * Whose certificate each board is shown, by the fingerprint of what it trusts: what its push was given, else what was
 * chosen for it, else what its firmware is known to have. Null: as everybody.
 */
export class BoardAuthorities {
  readonly #deps: BoardAuthoritiesDeps;

  constructor(deps: BoardAuthoritiesDeps) {
    this.#deps = deps;
  }

  of(board: Board): string | null {
    const { ofPush, chosen, inFirmware, isKnown } = this.#deps;
    const wanted = ofPush(board) ?? chosen(board);
    if (wanted !== null && isKnown(wanted)) return wanted;
    return inFirmware(board).find(isKnown) ?? null;
  }

  /**
   * A connection has no name yet: where several boards share an address (behind one router, virtual ones on 127.0.0.1),
   * it belongs to those that are pushed to. Where these do not agree, they are shown what everybody is.
   */
  at(address: string): string | null {
    const boards = this.#deps.boardsAt(address);
    const pushed = boards.filter((board) => this.#deps.ofPush(board) !== undefined);
    const wanted = new Set((pushed.length > 0 ? pushed : boards).map((board) => this.of(board)));
    const [only = null] = wanted;
    return wanted.size === 1 ? only : null;
  }
}
