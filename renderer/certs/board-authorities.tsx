import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';

import type { CertificatesState } from '../../shared/contract/certificates-values.ts';
import { useClient } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { authorityText } from './certs-text.ts';
import { useAttempt } from './use-attempt.ts';
import type { NamedBoard } from './use-named-boards.ts';
import { useNamedBoards } from './use-named-boards.ts';

/** Chooses for each board whose certificate it is shown. */
export function BoardAuthorities({ certificates }: { readonly certificates: CertificatesState }): ReactNode {
  const t = useText();
  const client = useClient();
  const attempt = useAttempt();
  const { authorities } = certificates;
  const boards = useNamedBoards(authorities);
  const choices = [
    { value: '', label: t('certs:byItself') },
    ...authorities.map((each) => ({ value: each.sha256Fingerprint, label: authorityText(t, each) })),
  ];
  const choose = ({ deviceId }: NamedBoard, authority: string | null): void =>
    void attempt.run(() => client.call('certificates.setAuthority', { deviceId, authority }));
  return (
    <section className="card board-authorities" aria-labelledby="certs-boards">
      <h2 id="certs-boards">{t('certs:boards')}</h2>
      <p>{boards.length === 0 ? t('certs:boardsNone') : t('certs:boardsHint')}</p>
      <ul>
        {boards.map((board) => (
          <li key={board.nameKey} data-board={board.nameKey}>
            <div>
              <b>{board.name}</b> {!board.isOpen && <span>{t('certs:notOpen')}</span>}
            </div>
            <NativeSelect
              aria-label={t('certs:authorityFor', { board: board.name })}
              value={board.chosen ?? ''}
              data={choices}
              onChange={(event) => choose(board, event.currentTarget.value || null)}
            />
          </li>
        ))}
      </ul>
      {attempt.error !== null && <ErrorNote error={attempt.error} onClose={attempt.clear} />}
    </section>
  );
}
