import '../library/image-details.css';

import { Button } from '@mantine/core';
import { IconArrowsDiff } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { HistoryDetails as Details, HistoryPush } from '../../shared/contract/history-values.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { dateText, durationText, shortDigest } from '../text/format.ts';
import { outcomeWord } from '../text/outcome-word.ts';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { pushTitle } from './history-text.ts';
import { ReportActions } from './report-actions.tsx';
import { useDetails } from './use-history.ts';

interface HistoryDetailsProps {
  readonly push: HistoryPush;
  /** Others are compared with this one. */
  readonly comparing: boolean;
  readonly onCompare: () => void;
}

/** One update with what it rests on. */
export function HistoryDetails({ push, comparing, onCompare }: HistoryDetailsProps): ReactNode {
  const t = useText();
  const details = useDetails(push.pushId);
  const error = details?.session?.verdict?.error ?? null;
  return (
    <>
      <header>
        <h2>
          <Glyph name={push.outcome} /> {outcomeWord(t, push.outcome)}
        </h2>
      </header>
      {error !== null && <ErrorNote error={error} />}
      <div className="buttons">
        <ReportActions report={details?.report ?? null} written={push.reportId !== null} />
        <Button
          leftSection={<IconArrowsDiff size={16} stroke={1.5} />}
          aria-pressed={comparing}
          onClick={onCompare}
        >
          {t(comparing ? 'history:compareOff' : 'history:compareWith')}
        </Button>
      </div>
      {comparing && <p role="status">{t('history:compareHint')}</p>}
      <Facts push={push} details={details} />
      {details?.session != null && <Stages session={details.session} />}
      {details !== null && details.session === null && <p className="mute">{t('history:noSession')}</p>}
    </>
  );
}

function Facts(props: { readonly push: HistoryPush; readonly details: Details | null }): ReactNode {
  const t = useText();
  const { push, details } = props;
  const session = details?.session ?? null;
  const mono = (value: string | null | undefined, shown = value): ReactNode =>
    value == null ? null : <code title={value}>{shown}</code>;
  const digest = (value: string | null | undefined): ReactNode => mono(value, value && shortDigest(value));
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('page:image'), pushTitle(push)],
    [t('page:fileName'), push.fileName],
    [t('page:board'), push.boardName],
    [t('page:when'), dateText(push.atMs)],
    [t('page:duration'), durationText(push.durationMs)],
    [t('report:cause'), mono(push.code)],
    [t('report:proof'), push.proof === null ? null : t(`report:proof_${push.proof}`)],
    [t('history:fact_versionBefore'), push.versionBefore],
    [t('history:fact_partition'), session?.after.partition],
    [t('history:fact_expectedSha256'), digest(session?.expected.sha256)],
    [t('history:fact_afterSha256'), digest(session?.after.sha256)],
    [t('report:boardSaid'), mono(session?.boardSaid?.text)],
    [t('report:serverSaw'), mono(session?.serverSaw?.text)],
    [t('history:fact_overridden'), push.overridden.join(', ')],
    [t('history:liesIn'), mono(details?.report?.folder)],
  ];
  return (
    <dl>
      {facts
        .filter(([, value]) => value != null && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Stages({ session }: { readonly session: SessionView }): ReactNode {
  const t = useText();
  if (session.stages.length === 0) return null;
  return (
    <section aria-label={t('report:timeline')}>
      <h3>{t('report:timeline')}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('report:stage')}</th>
            <th scope="col">{t('report:evidence')}</th>
            <th scope="col">{t('report:reachedAt')}</th>
          </tr>
        </thead>
        <tbody>
          {session.stages.map(({ stage, atMs, evidence }) => (
            <tr key={stage}>
              <td>{t(`stages:${stage}`)}</td>
              <td>
                <code>{evidence}</code>
              </td>
              <td>{durationText(atMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
