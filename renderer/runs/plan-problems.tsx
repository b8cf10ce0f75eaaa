import type { ReactNode } from 'react';

import type { PlanProblem } from '../../shared/run/plan.ts';
import { errorText } from '../../shared/text/translator.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';

interface PlanProblemsProps {
  /** What the sentences call the file. */
  readonly file: string;
  readonly problems: readonly PlanProblem[];
  /** They keep the plan from nothing. */
  readonly mild?: boolean;
}

/** What is wrong with a plan, line by line, as a compiler says it. */
export function PlanProblems({ file, problems, mild = false }: PlanProblemsProps): ReactNode {
  const t = useText();
  if (problems.length === 0) return null;
  return (
    <section className="problems" data-mild={mild} role={mild ? 'status' : 'alert'}>
      {!mild && <h3>{t('runs:planProblemsCount', { count: problems.length })}</h3>}
      <ul>
        {problems.map(({ line, column, code, params }) => {
          const { message, hint } = errorText(t, { code, params: { ...params, file, line, column } });
          return (
            <li key={`${line}:${column}:${code}:${JSON.stringify(params)}`} data-code={code} data-line={line}>
              <Glyph name={mild ? 'warning' : 'failed'} />
              <p>
                <b>{message}</b> <small>{hint}</small>
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
