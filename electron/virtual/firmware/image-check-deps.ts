import { since } from '../idf-release.ts';
import type { ImageCheckDeps } from './image-check.ts';
import type { Machine } from './machine.ts';

/** What the image check needs of a machine. */
export function imageCheckDeps(machine: Machine): ImageCheckDeps {
  const { flash, run, log, options } = machine;
  return {
    flash,
    run,
    log,
    chipRevision: options.chipRevision,
    demandsSignature: options.secureBoot,
    revisionWords: since(options.idf, '5.5') ? 'checkFailed' : 'requires',
  };
}
