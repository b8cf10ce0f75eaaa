/** The stages of an update in their order, as the page, the command line and reports name them. */
export const STAGES = [
  'ready',
  'urlSent',
  'tls',
  'headerAccepted',
  'writing',
  'imageVerified',
  'restarting',
  'newImageRuns',
  'confirmed',
] as const;

export type Stage = (typeof STAGES)[number];

/** How an update ends. `unknown`: this program ended before the verdict, and nothing tells what became of it. */
export const OUTCOMES = [
  'confirmed',
  'refused',
  'rolledBack',
  'interrupted',
  'failed',
  'cancelled',
  'unknown',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** What a verdict rests on: the digest the board printed, its ELF digest prefix, or its version alone. */
export type Proof = 'digest' | 'elf' | 'version';
