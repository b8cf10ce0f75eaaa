import { createHash } from 'node:crypto';
import type { Command } from 'commander';

import type { Translator } from '../../../shared/text/translator.ts';
import { firmwareTrust } from '../../core/selftest/firmware-trust.ts';
import type { CommandContext, Run } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { lookAtCertificates } from '../read-certificates.ts';
import { readImageFile } from '../read-image-file.ts';

/** Adds `cert in-firmware FILE`. */
export function addInFirmware(cert: Command, t: Translator, choose: (run: Run) => void): void {
  cert
    .command('in-firmware')
    .description(t('trust:commandInFirmware'))
    .argument('<file>', t('trust:argumentFirmware'))
    .action((file: string) => {
      choose((context) => runInFirmware(context, file));
    });
}

/**
 * `cert in-firmware FILE`: the certificates in a firmware beside this bench's. Exit 1 where it trusts others alone.
 * @throws WorkbenchError image/… for a file that cannot be read or is no firmware
 */
export async function runInFirmware(context: CommandContext, file: string): Promise<number> {
  const { bytes } = await readImageFile(file);
  const { bench } = await lookAtCertificates(context);
  const ours = bench.state().authorities.map(({ sha256Fingerprint }) => sha256Fingerprint);
  const { fileName: _, ...found } = firmwareTrust({ fileName: file, bytes }, ours, sha256);
  context.out.emit({ event: 'inFirmware', file, ...found });
  return found.comparison === 'different' ? EXIT.board : EXIT.done;
}

function sha256(data: Uint8Array): Uint8Array {
  return createHash('sha256').update(data).digest();
}
