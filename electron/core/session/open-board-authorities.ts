import type { Board } from '../board/board.ts';
import type { Parts } from '../open-parts.ts';
import type { NamedCertificates } from '../report/report-facts.ts';
import type { SelfTests } from '../selftest/open-self-tests.ts';
import type { FirmwareServerDeps } from '../server/firmware-server.ts';
import { certificateView } from '../tls/certificate-view.ts';
import { BoardAuthorities } from './board-authorities.ts';
import type { BoardPreflightDeps } from './board-preflight.ts';
import type { Updates } from './updates.ts';

/** Boards with a reduced IN_CONTENT_LEN have room for such a record; they read their image in pieces of this size. */
const SMALL_RECORD_BYTES = 1_024;

/** How server and pre-flight come to know what a board is shown. */
export interface ShownToBoards {
  readonly serving: Pick<FirmwareServerDeps, 'credentials' | 'credentialsFor' | 'recordBytes'>;
  readonly preflight: Pick<BoardPreflightDeps, 'shownTo' | 'trustedPem'>;
  /** What a report names of it. */
  readonly certificates: (board: Board) => NamedCertificates;
}

export function openBoardAuthorities(
  { settings, certificates }: Parts,
  { own, trusts }: SelfTests,
  updates: () => Updates,
): ShownToBoards {
  const authorities = new BoardAuthorities({
    boardsAt: (address) => updates().boardsAt(address),
    ofPush: (board) => updates().authorityOf(board),
    chosen: ({ nameKey }) => settings.current.trust.authorityOf[nameKey] ?? null,
    inFirmware: (board) => {
      const known = (trusts.running(board.facts) ?? []).map(({ sha256Fingerprint }) => sha256Fingerprint);
      // A virtual board's firmware has the current CA of this bench, unless its image has another.
      const made = board.port.virtual ? [certificates.find('current').sha256Fingerprint] : [];
      return known.length > 0 ? known : made;
    },
    isKnown: (fingerprint) => certificates.credentialsOf(fingerprint) !== null,
  });
  return {
    serving: {
      credentials: () => certificates.credentials(),
      credentialsFor: (peer, peerPort) => {
        const chosen = authorities.at(own.standsFor(peer, peerPort));
        return chosen === null ? null : certificates.credentialsOf(chosen);
      },
      recordBytes: () => (settings.current.trust.smallRecords ? SMALL_RECORD_BYTES : null),
    },
    preflight: {
      shownTo: (board) => certificates.shownTo(authorities.of(board)),
      trustedPem: (board) => certificates.trustedBy(authorities.of(board)),
    },
    certificates: (board) => {
      const authority = authorities.of(board);
      const ca = certificateView(certificates.trustedBy(authority));
      return { ca, server: certificates.shownTo(authority) };
    },
  };
}
