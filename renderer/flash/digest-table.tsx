import type { ReactNode } from 'react';

import type { BoardState } from '../../shared/contract/values.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { shortDigest } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';

interface DigestTableProps {
  readonly board: BoardState;
  readonly session: SessionView | null;
}

/** The three SHA-256 lines of the board; the firmware's before and after an update. */
export function DigestTable({ board, session }: DigestTableProps): ReactNode {
  const t = useText();
  const { digests } = board.facts;
  const after = session?.after.sha256 ?? null;
  const before = after === null ? null : (session?.before.sha256 ?? null);
  return (
    <table className="sha" aria-label="SHA-256" data-testid="partition-digests">
      <tbody>
        <Row name={t('page:partitionTable')} was={null} digest={digests.partitionTable} />
        <Row name={t('page:bootloader')} was={null} digest={digests.bootloader} />
        <Row name={t('page:currentFirmware')} was={before} digest={after ?? digests.currentFirmware} />
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly name: string;
  readonly was: string | null;
  readonly digest: string | null;
}

function Row({ name, was, digest }: RowProps): ReactNode {
  const t = useText();
  const changed = was !== null && digest !== null && was !== digest;
  const same = was !== null && was === digest;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        {changed && (
          <del>
            <code title={was}>{shortDigest(was)}</code>
          </del>
        )}
        {digest === null ? (
          <span className="mute">{t('page:notReported')}</span>
        ) : (
          <code title={digest}>{shortDigest(digest)}</code>
        )}
      </td>
      <td>{changed ? '≠' : same ? '=' : ''}</td>
    </tr>
  );
}
