import type {
  ComparedFact,
  ComparedStage,
  HistoryComparison,
  HistoryDetails,
} from '../contract/history-values.ts';
import { stageSpans } from '../ota/session/stage-spans.ts';
import type { SessionView } from '../ota/session-view.ts';
import { STAGES } from '../ota/stage.ts';
import { withoutCredentials } from './without-credentials.ts';

type Compared = Pick<HistoryDetails, 'push' | 'session'>;

/** Two updates side by side: what was offered, what came of it, and how long each stage took. */
export function comparePushes(a: Compared, b: Compared): HistoryComparison {
  const ofA = factsOf(a);
  const ofB = factsOf(b);
  const facts = (Object.keys(ofA) as ComparedFact['name'][]).map((name): ComparedFact => {
    return { name, a: ofA[name], b: ofB[name], same: ofA[name] === ofB[name] };
  });
  const aMs = stagesOf(a.session);
  const bMs = stagesOf(b.session);
  const stages = STAGES.map((stage): ComparedStage => {
    return { stage, aMs: aMs.get(stage) ?? null, bMs: bMs.get(stage) ?? null };
  });
  const all = { stage: 'all', aMs: a.push.durationMs, bMs: b.push.durationMs } as const;
  return { a: a.push, b: b.push, facts, stages: [...stages, all] };
}

function factsOf({ push, session }: Compared): Readonly<Record<ComparedFact['name'], string | null>> {
  return {
    board: push.boardName,
    chip: push.chip,
    file: push.fileName,
    imageId: push.imageId,
    project: push.projectName,
    version: push.version,
    versionBefore: push.versionBefore,
    partition: session?.after.partition ?? null,
    expectedSha256: session?.expected.sha256 ?? null,
    afterSha256: session?.after.sha256 ?? null,
    outcome: push.outcome,
    code: push.code,
    proof: push.proof,
    overridden: push.overridden.length === 0 ? null : push.overridden.join(', '),
    url: session?.url == null ? null : withoutCredentials(session.url),
  };
}

function stagesOf(session: SessionView | null): ReadonlyMap<string, number> {
  if (session === null) return new Map();
  const spans = stageSpans(session, session.verdict?.atMs ?? session.startedAtMs);
  return new Map(
    spans.filter(({ kind }) => kind !== 'todo').map(({ stage, fromMs, toMs }) => [stage, toMs - fromMs]),
  );
}
