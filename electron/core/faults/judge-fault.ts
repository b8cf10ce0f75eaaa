import type { Expectation } from '../../../shared/faults/expectation.ts';
import type { FaultResult, Finding } from '../../../shared/faults/fault-values.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { Identity } from './identity.ts';
import { sameImage } from './identity.ts';

/** What was seen of one fault: its update, and what runs after the board was reset. */
export interface Seen {
  readonly view: SessionView;
  readonly before: Identity;
  /** Null: the board did not come back. */
  readonly after: Identity | null;
}

type Judged = Pick<
  FaultResult,
  'state' | 'observed' | 'outcome' | 'finding' | 'boardSaid' | 'serverSaw' | 'runsVersion' | 'pushId'
>;

/** Whether a fault ended as it should, and what of it nobody wants to see. */
export function judgeFault(expected: Expectation, { view, before, after }: Seen): Judged {
  const { verdict } = view;
  const observed = verdict === null ? null : (verdict.error?.code ?? verdict.outcome);
  const finding = findingOf(expected, observed, view, before, after);
  const asExpected = observed !== null && expected.codes.includes(observed);
  const runsRight = after !== null && runsAsExpected(expected, view, before, after);
  return {
    state: asExpected && runsRight && finding === null ? 'passed' : 'failed',
    observed,
    outcome: verdict?.outcome ?? null,
    finding,
    boardSaid: view.boardSaid,
    serverSaw: view.serverSaw,
    runsVersion: after?.version ?? null,
    pushId: view.pushId,
  };
}

function findingOf(
  { codes, runs }: Expectation,
  observed: string | null,
  view: SessionView,
  before: Identity,
  after: Identity | null,
): Finding | null {
  if (after === null) return 'notBack';
  const mustRefuse = !codes.includes('confirmed') && runs === 'before';
  if (mustRefuse && (observed === 'confirmed' || !sameImage(before, after))) return 'taken';
  return observed === 'confirmed' && runs === 'offered' && !isOffered(view, after) ? 'notKept' : null;
}

function runsAsExpected(
  { codes, runs }: Expectation,
  view: SessionView,
  before: Identity,
  after: Identity,
): boolean {
  if (runs === 'either') return true;
  // Of several right ends, the one that came says which image belongs to it.
  const confirmed = view.verdict?.outcome === 'confirmed';
  if (runs === 'offered' && (confirmed || !codes.some((code) => code !== 'confirmed')))
    return isOffered(view, after);
  return sameImage(before, after);
}

function isOffered({ expected }: SessionView, after: Identity): boolean {
  return sameImage(
    {
      partition: expected.partition,
      version: expected.version,
      sha256: expected.sha256,
      elfSha256Prefix: null,
    },
    after,
  );
}
