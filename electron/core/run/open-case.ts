import type { ReportCase } from '../../../shared/report/case-schema.ts';
import { isoTime } from '../../../shared/report/make-report.ts';
import type { RunCaseView } from '../../../shared/run/run-view.ts';
import { createTranslator, errorText } from '../../../shared/text/translator.ts';
import { expectationOf } from './case-expectation.ts';

const NOTHING_RAN = {
  partition: null,
  offset: null,
  version: null,
  sha256: null,
  elfSha256: null,
  otaState: null,
};

/** A case of a run whose update has not ended, or never began: what is known of it. */
export function openCase(one: RunCaseView, name: string): ReportCase {
  const { error, state, startedAtMs } = one;
  return {
    caseId: one.taskId,
    name,
    pushId: one.pushId,
    outcome: state.kind === 'ended' ? state.outcome : null,
    code: error?.code ?? null,
    params: { ...error?.params },
    words:
      error === null
        ? null
        : {
            en: errorText(createTranslator('en'), error),
            'zh-CN': errorText(createTranslator('zh-CN'), error),
          },
    proof: null,
    equalDigestBytes: null,
    lessCertain: false,
    startedAt: startedAtMs === null ? null : isoTime(startedAtMs),
    durationMs: one.durationMs,
    board: null,
    image: null,
    url: null,
    before: NOTHING_RAN,
    expected: { ...NOTHING_RAN, version: one.version },
    expectation: expectationOf(one),
    certificates: null,
    after: NOTHING_RAN,
    boardSaid: null,
    serverSaw: null,
    stages: [],
    preflight: [],
    overridden: [],
    progress: null,
    measured: { ...one.measured },
    logs: { board: null, server: null },
  };
}
