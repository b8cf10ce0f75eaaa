import './preflight.css';

import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';

import type { PreflightCheck } from '../../shared/ota/preflight.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { checkText, inOrder } from './check-text.ts';

/** The pre-flight, open: what was compared, and what stands in the way. */
export function Checks(): ReactNode {
  const t = useText();
  const { preflight, board } = useBench();
  const { report, error } = preflight;
  return (
    <section className="checks card" aria-label={t('page:preflight')}>
      <h3>
        {t('page:preflight')}
        {report !== null && <Counts checks={report.checks} />}
      </h3>
      {error !== null && <ErrorNote error={error} />}
      {report === null && error === null && (
        <p className="pending">{t(board === null ? 'page:checksNeedBoard' : 'page:checking')}</p>
      )}
      {report !== null && (
        <>
          <ul>
            {inOrder(report.checks).map((check) => (
              <Check key={check.name} check={check} />
            ))}
          </ul>
          <NotKnown checks={report.checks.filter((check) => check.result === 'notKnown')} />
        </>
      )}
    </section>
  );
}

function Counts({ checks }: { readonly checks: readonly PreflightCheck[] }): ReactNode {
  const t = useText();
  const of = (result: PreflightCheck['result']): number =>
    checks.filter((check) => check.result === result).length;
  const warned = of('warned');
  const failed = of('failed');
  return (
    <>
      <span className="tone-ok">
        <Glyph name="confirmed" /> {t('page:passed', { count: of('passed') })}
      </span>
      {warned > 0 && (
        <span className="tone-warn">
          <Glyph name="warning" /> {t(warned === 1 ? 'page:warning' : 'page:warnings', { count: warned })}
        </span>
      )}
      <span className={failed > 0 ? 'tone-err' : 'mute'}>
        {failed > 0 && <Glyph name="failed" />}{' '}
        {t(failed === 1 ? 'page:failure' : 'page:failures', { count: failed })}
      </span>
    </>
  );
}

function Check({ check }: { readonly check: PreflightCheck }): ReactNode {
  const t = useText();
  const { glyph, name, result, detail, readFrom } = checkText(t, check);
  return (
    <li className={check.result} data-check={check.name} data-result={check.result}>
      <span role="img" aria-label={result}>
        <Glyph name={glyph} />
      </span>
      <b title={name}>{name}</b>
      <span className="detail" title={`${detail} (${readFrom})`}>
        {detail}
      </span>
      {check.result === 'failed' && <Override check={check} name={name} />}
    </li>
  );
}

/** What only a boot, an address or an earlier update could tell, folded into one line. */
function NotKnown({ checks }: { readonly checks: readonly PreflightCheck[] }): ReactNode {
  const t = useText();
  if (checks.length === 0) return null;
  return (
    <details>
      <summary>
        {t('page:notKnownCount', { count: checks.length })}
        {': '}
        {checks.map((check) => checkText(t, check).name).join(', ')}
      </summary>
      <ul>
        {checks.map((check) => (
          <Check key={check.name} check={check} />
        ))}
      </ul>
    </details>
  );
}

/** Goes past one failed check, said by its name. */
function Override({ check, name }: { readonly check: PreflightCheck; readonly name: string }): ReactNode {
  const t = useText();
  const { board, image, overridden, dispatch } = useBench();
  if (board === null || image === null) return null;
  return (
    <Checkbox
      size="xs"
      label={t('page:override')}
      aria-label={t('page:overrideCheck', { check: name })}
      checked={overridden.includes(check.name)}
      onChange={(event) =>
        dispatch({
          kind: 'override',
          deviceId: board.deviceId,
          imageId: image.imageId,
          name: check.name,
          on: event.currentTarget.checked,
        })
      }
    />
  );
}
