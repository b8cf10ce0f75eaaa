import type { ImageFacts } from '../esp/image-facts.ts';
import type { BoardFacts } from './board-facts.ts';
import type { BoardTrust } from './board-trust.ts';
import type { PreflightCheck, PreflightName } from './preflight.ts';
import type { WayFacts } from './way-facts.ts';

/** What a pre-flight compares. Null is not known yet, and never counts as passed. */
export interface PreflightInput {
  readonly image: ImageFacts;
  readonly board: BoardFacts;
  /** What the board will be sent; null until an address that faces it is known, or where its firmware has its own. */
  readonly url: string | null;
  /** Our address that faces the board, or the host that was named for URLs. */
  readonly facingAddress: string | null;
  readonly baudRate: number;
  /** Whether the server certificate names the host of the URL. */
  readonly certificateCovers: boolean | null;
  /** Null where nothing is known of it. */
  readonly trust: BoardTrust | null;
  /** Null where this machine's networks were not looked at. */
  readonly network: WayFacts | null;
}

type Fixed = Pick<PreflightCheck, 'readFrom' | 'restsOn' | 'code'>;

/** What is the same in every result of a check. */
const FIXED: Readonly<Record<PreflightName, Fixed>> = {
  structure: { readFrom: 'file', restsOn: 'file', code: 'preflight/structure' },
  checksum: { readFrom: 'file', restsOn: 'file', code: 'image/bad-checksum' },
  digest: { readFrom: 'file', restsOn: 'file', code: 'image/bad-digest' },
  chip: { readFrom: 'boardLog', restsOn: 'board', code: 'preflight/chip' },
  'chip-revision': { readFrom: 'boardLog', restsOn: 'board', code: 'preflight/chip-revision' },
  'efuse-revision': { readFrom: 'boardLog', restsOn: 'board', code: 'preflight/efuse-revision' },
  'secure-version': { readFrom: 'boardLog', restsOn: 'board', code: 'preflight/secure-version' },
  project: { readFrom: 'boardLog', restsOn: 'board', code: 'preflight/project' },
  'mmu-page': { readFrom: 'file', restsOn: 'file', code: 'preflight/mmu-page' },
  signature: { readFrom: 'boardLog', restsOn: 'board', code: 'preflight/signature' },
  fit: { readFrom: 'partitionRows', restsOn: 'board', code: 'preflight/fit' },
  version: { readFrom: 'boardLog', restsOn: 'board', code: 'ota/same-version' },
  'last-invalid': { readFrom: 'earlierSessions', restsOn: 'board', code: 'ota/last-invalid-version' },
  older: { readFrom: 'boardLog', restsOn: 'board', code: 'preflight/older' },
  'url-length': { readFrom: 'workbench', restsOn: 'file', code: 'push/url-too-long' },
  'board-ready': { readFrom: 'boardLog', restsOn: 'board', code: 'preflight/board-ready' },
  'pending-verify': { readFrom: 'boardLog', restsOn: 'board', code: 'preflight/pending-verify' },
  reach: { readFrom: 'workbench', restsOn: 'network', code: 'preflight/reach' },
  firewall: { readFrom: 'workbench', restsOn: 'network', code: 'preflight/firewall' },
  certificate: { readFrom: 'runningImage', restsOn: 'network', code: 'preflight/certificate' },
  'self-test': { readFrom: 'workbench', restsOn: 'network', code: 'preflight/self-test' },
  'next-ca': { readFrom: 'file', restsOn: 'network', code: 'preflight/next-ca' },
  'console-speed': { readFrom: 'workbench', restsOn: 'network', code: 'preflight/console-speed' },
};

/**
 * One check's result. A `context` among `params` chooses a variant of its sentence: `failed_noSlot` for
 * `noSlot`.
 */
export function check(
  name: PreflightName,
  result: PreflightCheck['result'],
  params: PreflightCheck['params'] = {},
): PreflightCheck {
  return { name, result, params, ...FIXED[name] };
}
