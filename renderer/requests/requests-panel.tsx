import './requests.css';

import type { ReactNode } from 'react';

import type { RequestState } from '../../shared/contract/values.ts';
import { useStateOf } from '../client/context.tsx';
import { clockText } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { requestText } from './request-text.ts';

const NONE: readonly RequestState[] = [];
const SHOWN = 20;

/** What the firmware server was asked for last, newest first. */
export function RequestsPanel(): ReactNode {
  const t = useText();
  const requests = useStateOf('requests') ?? NONE;
  return (
    <section aria-labelledby="requests-title">
      <h2 id="requests-title">
        {t('page:server')}
        <small>{t('page:lastRequests')}</small>
      </h2>
      {requests.length === 0 ? (
        <p className="fills">{t('page:noRequests')}</p>
      ) : (
        <ul className="requests" data-testid="requests" aria-label={t('page:lastRequests')}>
          {requests.slice(0, SHOWN).map((request) => (
            <Request key={request.id} request={request} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Request({ request }: { readonly request: RequestState }): ReactNode {
  const t = useText();
  const { status, detail, tone } = requestText(t, request);
  const { method, path, tls, atMs } = request;
  const title = [clockText(atMs, true), method, path, tls?.version, tls?.cipher]
    .filter((part) => part != null)
    .join(' ');
  return (
    <li title={title} data-outcome={request.outcome}>
      <code>{request.peer}</code>
      <b>{status}</b>
      <span className={`tone-${tone}`}>{detail}</span>
    </li>
  );
}
