import type { BoardState } from '../../shared/contract/values.ts';
import { expectationText } from '../../shared/report/case-passed.ts';
import { caseResult } from '../../shared/run/case-result.ts';
import { CONFIRMED } from '../../shared/run/expectation.ts';
import type { RunCaseView, RunView } from '../../shared/run/run-view.ts';
import { errorText } from '../../shared/text/translator.ts';
import type { CoreClient } from './client.ts';
import type { CliEvent } from './events.ts';
import type { Output } from './output.ts';
import type { CaseEvent, RunPlace } from './run-events.ts';
import { SessionFollower } from './session-follower.ts';
import { verdictEvent } from './verdict-event.ts';

interface FollowedPush {
  readonly follower: SessionFollower;
  readonly place: RunPlace;
  isOver: boolean;
}

/** Says what a run does: the events of its updates with their places, and the cases that a plan judges. */
export class RunFollower {
  readonly #client: CoreClient;
  readonly #out: Output;
  readonly #placeOf: (one: RunCaseView) => RunPlace;
  readonly #pushes = new Map<string, FollowedPush>();
  readonly #saidCases = new Set<string>();
  /** Updates of before the run. */
  readonly #earlier: ReadonlySet<string>;
  #run: RunView | null = null;
  #warned = false;

  constructor(client: CoreClient, out: Output, placeOf: (one: RunCaseView) => RunPlace) {
    this.#client = client;
    this.#out = out;
    this.#placeOf = placeOf;
    const sessions = client.states('board').map(({ session }) => session?.pushId ?? '');
    this.#earlier = new Set(sessions);
  }

  run(view: RunView): void {
    this.#run = view;
    this.#warn(view);
    for (const one of view.cases) {
      if (one.state.kind !== 'ended' || this.#saidCases.has(one.taskId)) continue;
      this.#saidCases.add(one.taskId);
      if (view.kind === 'plan' || one.pushId === null)
        this.#say(this.#caseEvent(one, one.state), this.#placeOf(one));
    }
  }

  board({ session, deviceId, facts, baudRate }: BoardState): void {
    if (session === null || this.#earlier.has(session.pushId)) return;
    const known = this.#pushes.get(session.pushId) ?? this.#begin(session.pushId, deviceId);
    if (known === null || known.isOver) return;
    for (const event of known.follower.next(session, performance.now(), { baudRate, facts }))
      this.#say(event, known.place);
    if (session.verdict === null) return;
    known.isOver = true;
    this.#say(verdictEvent(session, session.verdict, facts, this.#out.t, baudRate), known.place);
  }

  #begin(pushId: string, deviceId: string): FollowedPush | null {
    const cases = this.#run?.cases ?? [];
    const own =
      cases.find((one) => one.pushId === pushId) ??
      cases.find((one) => one.deviceId === deviceId && one.state.kind === 'running');
    if (own === undefined) return null;
    const begun = { follower: new SessionFollower(), place: this.#placeOf(own), isOver: false };
    this.#pushes.set(pushId, begun);
    return begun;
  }

  /** To people, of many boards at once only what ends or asks something; each with the board's name before it. */
  #say(event: CliEvent, place: RunPlace): void {
    if (this.#out.isJson || place.deviceId === undefined) {
      this.#out.emit({ ...event, ...place });
      return;
    }
    if (event.event === 'stage' || event.event === 'progress') return;
    // The case says it shorter.
    if (event.event === 'verdict' && place.case !== undefined) return;
    const board = this.#client.state('board', place.deviceId)?.name ?? place.deviceId;
    if (event.event !== 'case')
      this.#out.write(`${[board, place.case].filter((part) => part !== undefined).join(' · ')}\n`);
    this.#out.emit(event);
  }

  #caseEvent(one: RunCaseView, { outcome }: RunCaseView['state'] & { readonly kind: 'ended' }): CaseEvent {
    const { error, deviceId, boardName: board, label, expected = CONFIRMED, version } = one;
    const words = error === null ? null : errorText(this.#out.t, error);
    return {
      event: 'case',
      name: label ?? version ?? '',
      deviceId,
      board,
      passed: caseResult(one) === 'passed',
      outcome,
      code: error?.code ?? null,
      expected: expectationText({ outcome: expected.outcome, codes: [...expected.codes] }),
      message: words?.message ?? null,
      hint: words?.hint ?? null,
    };
  }

  /** The run goes on without its report. */
  #warn({ error }: RunView): void {
    if (error === null || this.#warned) return;
    this.#warned = true;
    this.#out.emit({ event: 'warning', code: error.code, ...errorText(this.#out.t, error) });
  }
}
