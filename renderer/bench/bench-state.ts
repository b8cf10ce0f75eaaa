import type { TrustKind } from '../../shared/contract/certificates-values.ts';
import type { PlanSource } from '../../shared/contract/run-contract.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import type { PreflightName } from '../../shared/ota/preflight.ts';
import type { Stage } from '../../shared/ota/stage.ts';
import type { MergedFile } from '../image/merged-file.ts';

/** A line of a board's log that another panel points to; `nth` grows, so that the same line can be asked twice. */
export interface LinePointer {
  readonly deviceId: string;
  readonly seq: number;
  readonly nth: number;
}

/** What the person at the page has chosen; everything else is the core's. */
export interface BenchState {
  readonly screen:
    | 'bench'
    | 'fleet'
    | 'runs'
    | 'faults'
    | 'library'
    | 'history'
    | 'server'
    | 'certs'
    | 'settings';
  /** The dialog that was asked for; a board that asks for its Wi-Fi opens that one by itself. */
  readonly dialog: 'openPort' | 'wifi' | 'firmware' | 'path' | null;
  /** The way of trust that the firmware's lines are shown for; null: the one in use. */
  readonly linesFor: TrustKind | null;
  readonly deviceId: string | null;
  /** The image chosen last; a board without a choice of its own gets it. */
  readonly imageId: string | null;
  readonly imageByBoard: Readonly<Record<string, string>>;
  /** By board: the update whose verdict was put aside. */
  readonly dismissed: Readonly<Record<string, string>>;
  /** By `deviceId/imageId`: failed checks to go past. */
  readonly overrides: Readonly<Record<string, readonly PreflightName[]>>;
  readonly pointer: LinePointer | null;
  readonly litStage: Stage | null;
  /** The last request that failed, until it is closed. */
  readonly failure: ErrorPayload | null;
  /** The merged flash image that was dropped last, until an app of it is taken or the offer is closed. */
  readonly merged: MergedFile | null;
  /** By imageId: the build folder it was found in, which is what can be watched. */
  readonly folders: Readonly<Record<string, string>>;
  /** Certificates and keys that were dropped or chosen; read only when they are checked or kept. */
  readonly certificateFiles: readonly File[];
  /** A plan that was dropped, until the screen of runs has taken it. */
  readonly planFile: File | null;
  /** The plan of the screen of runs; null before one is chosen. */
  readonly plan: PlanSource | null;
  /** What the screen of runs sets up. */
  readonly setup: 'soak' | 'plan';
  /** The saved log that is looked at; null for the selected board's. */
  readonly savedLogId: string | null;
}

export const START: BenchState = {
  screen: 'bench',
  dialog: null,
  linesFor: null,
  deviceId: null,
  imageId: null,
  imageByBoard: {},
  dismissed: {},
  overrides: {},
  pointer: null,
  litStage: null,
  failure: null,
  merged: null,
  folders: {},
  certificateFiles: [],
  planFile: null,
  plan: null,
  setup: 'soak',
  savedLogId: null,
};

export type BenchAction =
  | { readonly kind: 'showScreen'; readonly screen: BenchState['screen'] }
  | { readonly kind: 'showDialog'; readonly dialog: BenchState['dialog'] }
  | { readonly kind: 'showFirmwareLines'; readonly trust: TrustKind }
  | { readonly kind: 'selectBoard'; readonly deviceId: string | null }
  /** `dismiss`: the board's finished update, whose verdict makes way for the checks of this image. */
  | {
      readonly kind: 'chooseImage';
      readonly deviceId: string | null;
      readonly imageId: string;
      readonly dismiss: string | null;
    }
  /** `imageId`: the image of that update, for a board that has no other. */
  | {
      readonly kind: 'dismissVerdict';
      readonly deviceId: string;
      readonly pushId: string;
      readonly imageId: string;
    }
  | {
      readonly kind: 'override';
      readonly deviceId: string;
      readonly imageId: string;
      readonly name: PreflightName;
      readonly on: boolean;
    }
  | { readonly kind: 'pointToLine'; readonly deviceId: string; readonly seq: number }
  | { readonly kind: 'lightStage'; readonly stage: Stage | null }
  | { readonly kind: 'fail'; readonly error: ErrorPayload }
  | { readonly kind: 'closeFailure' }
  | { readonly kind: 'offerMerged'; readonly merged: MergedFile | null }
  | { readonly kind: 'foundIn'; readonly imageId: string; readonly folder: string }
  | { readonly kind: 'bringCertificates'; readonly files: readonly File[] }
  /** Null: it was taken. */
  | { readonly kind: 'bringPlan'; readonly file: File | null }
  | { readonly kind: 'choosePlan'; readonly plan: PlanSource }
  | { readonly kind: 'setUpRun'; readonly setup: BenchState['setup'] }
  /** A saved log, or null for the selected board's. */
  | { readonly kind: 'showLog'; readonly logId: string | null };

export function benchReducer(state: BenchState, action: BenchAction): BenchState {
  switch (action.kind) {
    case 'showScreen':
      return { ...state, screen: action.screen };
    case 'showDialog':
      return { ...state, dialog: action.dialog, linesFor: null };
    case 'showFirmwareLines':
      return { ...state, dialog: 'firmware', linesFor: action.trust };
    case 'selectBoard':
      return { ...state, deviceId: action.deviceId, savedLogId: null, litStage: null, screen: 'bench' };
    case 'chooseImage':
      return withImage(state, action);
    case 'dismissVerdict': {
      const { deviceId, pushId, imageId } = action;
      const chosen = state.imageByBoard[deviceId] ?? state.imageId ?? imageId;
      return {
        ...state,
        imageByBoard: { ...state.imageByBoard, [deviceId]: chosen },
        dismissed: { ...state.dismissed, [deviceId]: pushId },
      };
    }
    case 'override': {
      const key = overrideKey(action.deviceId, action.imageId);
      const others = (state.overrides[key] ?? []).filter((name) => name !== action.name);
      const names = action.on ? [...others, action.name] : others;
      return { ...state, overrides: { ...state.overrides, [key]: names } };
    }
    case 'pointToLine': {
      const nth = (state.pointer?.nth ?? 0) + 1;
      return { ...state, pointer: { deviceId: action.deviceId, seq: action.seq, nth } };
    }
    case 'lightStage':
      return { ...state, litStage: action.stage };
    case 'fail':
      return { ...state, failure: action.error };
    case 'closeFailure':
      return { ...state, failure: null };
    case 'offerMerged':
      return { ...state, merged: action.merged };
    case 'foundIn':
      return { ...state, folders: { ...state.folders, [action.imageId]: action.folder } };
    case 'bringPlan':
      return action.file === null
        ? { ...state, planFile: null }
        : { ...state, planFile: action.file, screen: 'runs', setup: 'plan' };
    case 'choosePlan':
      return { ...state, plan: action.plan };
    case 'setUpRun':
      return { ...state, setup: action.setup };
    case 'bringCertificates':
      return { ...state, certificateFiles: action.files, screen: 'certs' };
    case 'showLog':
      return { ...state, savedLogId: action.logId, screen: 'bench' };
  }
}

function withImage(state: BenchState, action: Extract<BenchAction, { kind: 'chooseImage' }>): BenchState {
  const { deviceId, imageId, dismiss } = action;
  const chosen = { ...state, imageId, screen: 'bench' } as const;
  if (deviceId === null) return chosen;
  return {
    ...chosen,
    imageByBoard: { ...state.imageByBoard, [deviceId]: imageId },
    dismissed: dismiss === null ? state.dismissed : { ...state.dismissed, [deviceId]: dismiss },
  };
}

export function overrideKey(deviceId: string, imageId: string): string {
  return `${deviceId}/${imageId}`;
}
