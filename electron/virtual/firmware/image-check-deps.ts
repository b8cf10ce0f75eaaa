import { since } from '../idf-release.ts';
import { chipModel } from './chip-model.ts';
import type { ImageCheckDeps } from './image-check.ts';
import type { Machine } from './machine.ts';

/** What the image check needs of a machine. */
export function imageCheckDeps(machine: Machine): ImageCheckDeps {
  const { flash, run, log, options } = machine;
  const chip = chipModel(options.chip);
  return {
    flash,
    run,
    log,
    chip,
    efuseBlockRevision:
      chip.hasBlockRevision && since(options.idf, '5.4') ? options.efuseBlockRevision : null,
    chipRevision: options.chipRevision,
    demandsSignature: options.secureBoot,
    revisionWords: since(options.idf, '5.5') ? 'checkFailed' : 'requires',
  };
}
