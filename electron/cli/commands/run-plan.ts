import path from 'node:path';

import type { PlanProblem } from '../../../shared/run/plan.ts';
import { errorText } from '../../../shared/text/translator.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { followRun } from '../follow-run.ts';
import type { PlanProblemEvent } from '../run-events.ts';
import { planSummary } from '../run-events.ts';
import type { ServerOptions } from '../server-options.ts';
import { serverOf } from '../server-options.ts';
import type { WarningEvent } from '../serving-events.ts';
import { withCore } from '../with-core.ts';

export interface PlanOptions extends ServerOptions {
  readonly file: string;
  /** Null: among the reports of the data directory. */
  readonly reportDir: string | null;
}

/** `run`: a plan from its file; 0 only if every case came as expected. */
export async function runPlan(context: CommandContext, options: PlanOptions): Promise<number> {
  const { out, stop } = context;
  const { file, reportDir } = options;
  return await withCore(context, 'cli', serverOf(options), async (client) => {
    let isWrong = false;
    const start = async (): Promise<string | null> => {
      const forget = stop.onAsk(() => void client.call('run.planCancel', {}).catch(() => undefined));
      const { runId, problems, notes } = await client.call('run.plan', {
        plan: { path: path.resolve(file) },
        reportDir: reportDir === null ? null : path.resolve(reportDir),
      });
      forget();
      isWrong = problems.length > 0;
      for (const problem of problems) out.emit(problemEvent(context, file, problem));
      for (const note of isWrong ? [] : notes) out.emit(noteEvent(context, file, note));
      return runId;
    };
    const run = await followRun(
      context,
      client,
      ({ label = '', deviceId }) => ({ case: label, deviceId }),
      start,
    );
    if (run === null) return isWrong ? EXIT.input : EXIT.board;
    const summary = planSummary(run);
    out.emit(summary);
    return summary.passed === summary.cases && run.stopped === null ? EXIT.done : EXIT.board;
  });
}

function problemEvent(context: CommandContext, file: string, problem: PlanProblem): PlanProblemEvent {
  const { code, line, column } = problem;
  return { event: 'problem', file, line, column, code, ...wordsOf(context, file, problem) };
}

/** It keeps the plan from nothing. */
function noteEvent(context: CommandContext, file: string, note: PlanProblem): WarningEvent {
  return { event: 'warning', code: note.code, ...wordsOf(context, file, note) };
}

function wordsOf({ out }: CommandContext, file: string, { code, line, column, params }: PlanProblem) {
  return errorText(out.t, { code, params: { ...params, file, line, column } });
}
