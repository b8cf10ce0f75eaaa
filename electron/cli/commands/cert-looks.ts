import type { TrustKind } from '../../../shared/contract/certificates-values.ts';
import { firmwareLines, originOf } from '../../core/tls/firmware-lines.ts';
import { broughtEvent } from '../certificate-events.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { lookAtCertificates, readBroughtPaths, readPassword } from '../read-certificates.ts';
import type { ImportOptions } from './cert-changes.ts';

/** `cert inspect FILES…`: exit 2 where it could not be used at all. */
export async function runInspect(
  context: CommandContext,
  { paths, as, passwordFile }: Omit<ImportOptions, 'acceptWarnings'>,
): Promise<number> {
  const files = await readBroughtPaths(paths);
  const password = await readPassword(context, passwordFile);
  const { changes } = await lookAtCertificates(context);
  const found = await changes.inspect({ files, password, as });
  context.out.emit(broughtEvent(found, false, context.out.t));
  return found.findings.some(({ severity }) => severity === 'blocks') ? EXIT.input : EXIT.done;
}

/** `cert firmware own|brought|public` */
export async function runFirmwareLines(context: CommandContext, trust: TrustKind): Promise<number> {
  const { bench, settings } = await lookAtCertificates(context);
  const { server, trust: options } = settings.current;
  const lines = firmwareLines(trust, bench.state(), options, originOf(server, bench.hosts()));
  context.out.emit({ event: 'firmwareLines', ...lines });
  return EXIT.done;
}
