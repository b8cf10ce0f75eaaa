import type { ReactNode } from 'react';

import type { BoardVerdict } from '../../shared/x509/judge-chain.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';

interface VerdictTableProps {
  /** The host that boards ask for. */
  readonly caption: string;
  readonly verdicts: readonly BoardVerdict[];
}

/** What boards of each release say, with dates compared and without. */
export function VerdictTable({ caption, verdicts }: VerdictTableProps): ReactNode {
  const t = useText();
  return (
    <table className="verdicts">
      <caption>
        <code>{caption}</code>
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('certs:releases')}</th>
          <th scope="col">{t('certs:dates')}</th>
          <th scope="col">{t('certs:verdicts')}</th>
        </tr>
      </thead>
      <tbody>
        {verdicts.map(({ rule, datesChecked, releases, problems }) => (
          <tr key={`${rule} ${datesChecked}`} data-accepted={problems.length === 0}>
            <td>{releases}</td>
            <td>{t(datesChecked ? 'certs:datesCompared' : 'certs:datesIgnored')}</td>
            <td className={problems.length === 0 ? 'tone-ok' : 'tone-warn'}>
              <Glyph name={problems.length === 0 ? 'confirmed' : 'refused'} />{' '}
              {problems.length === 0
                ? t('certs:accepted')
                : t('certs:refused', {
                    why: problems.map((each) => t(`certs:problem_${each}`)).join(t('certs:listSeparator')),
                  })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
