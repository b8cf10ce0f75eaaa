import './sides-said.css';

import type { ReactNode } from 'react';

import type { Said, SessionView, Verdict } from '../../shared/ota/session-view.ts';
import { useBench } from '../bench/bench-context.tsx';
import { clockText } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { sideNotes } from './verdict-text.ts';

/** The two witnesses side by side: the board's words and the server's. */
export function SidesSaid(props: { readonly session: SessionView; readonly verdict: Verdict }): ReactNode {
  const t = useText();
  const { session, verdict } = props;
  const notes = sideNotes(t, verdict);
  return (
    <div className="sides">
      <Side
        title={t('page:boardSaid')}
        said={session.boardSaid}
        silent={t('page:boardSaidNothingOfIt')}
        note={notes.board}
        level={levelOf(session.boardSaid?.text)}
        deviceId={session.deviceId}
      />
      <Side
        title={t('page:serverSaw')}
        said={session.serverSaw}
        silent={t('page:serverSawNothing')}
        note={notes.server}
        level="plain"
        deviceId={session.deviceId}
      />
    </div>
  );
}

interface SideProps {
  readonly title: string;
  readonly said: Said | null;
  readonly silent: string;
  readonly note: string | null;
  readonly level: string;
  readonly deviceId: string;
}

function Side({ title, said, silent, note, level, deviceId }: SideProps): ReactNode {
  const t = useText();
  const { dispatch } = useBench();
  return (
    <figure>
      <figcaption>
        <b>{title}</b>
        {said !== null && <Where said={said} deviceId={deviceId} dispatch={dispatch} t={t} />}
      </figcaption>
      {said === null ? <p>{silent}</p> : <code className={`level-${level}`}>{said.text}</code>}
      {note !== null && <p>{note}</p>}
    </figure>
  );
}

function Where(props: {
  readonly said: Said;
  readonly deviceId: string;
  readonly dispatch: ReturnType<typeof useBench>['dispatch'];
  readonly t: ReturnType<typeof useText>;
}): ReactNode {
  const { said, deviceId, dispatch, t } = props;
  const { logSeq } = said;
  if (logSeq === null) return <span>{clockText(said.atMs, true)}</span>;
  return (
    <button
      type="button"
      className="link"
      onClick={() => dispatch({ kind: 'pointToLine', deviceId, seq: logSeq })}
    >
      {t('page:lineNumber', { line: logSeq })}
    </button>
  );
}

/** The level letter of an ESP-IDF line; plain for anything else. */
function levelOf(text: string | undefined): string {
  return /^([EW]) \(/.exec(text ?? '')?.[1] ?? 'plain';
}
