import type { Input, State } from '../../../shared/contract/contract.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import { broughtEvent, certificatesEvent } from '../certificate-events.ts';
import type { CoreClient } from '../client.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { readBroughtPaths, readBytes, readPassword } from '../read-certificates.ts';
import { withCore } from '../with-core.ts';
import { writeOut } from './cert.ts';

/** Makes a change, which needs the data directory to itself, and shows what is then. */
export async function runChange(
  context: CommandContext,
  change: (client: CoreClient) => Promise<unknown>,
): Promise<number> {
  return withCore(context, 'cli', undefined, async (client) => {
    await change(client);
    const state: State<'certificates'> | null = client.state('certificates');
    if (state !== null) context.out.emit(certificatesEvent(state, context.out.t));
    return EXIT.done;
  });
}

/** `cert rotate` */
export function runRotate(context: CommandContext): Promise<number> {
  return runChange(context, async (client) => {
    context.out.emit({ event: 'rotated', ...(await client.call('certificates.rotate', {})) });
  });
}

/** `cert backup FILE` */
export async function runBackup(
  context: CommandContext,
  file: string,
  passwordFile: string | null,
): Promise<number> {
  const password = await requirePassword(context, passwordFile);
  return withCore(context, 'cli', undefined, async (client) => {
    const { bytes } = await client.call('certificates.backup', { password });
    await writeOut(file, bytes, 0o600);
    context.out.emit({ event: 'backedUp', file });
    return EXIT.done;
  });
}

/** `cert restore FILE` */
export async function runRestore(
  context: CommandContext,
  file: string,
  passwordFile: string | null,
): Promise<number> {
  const password = await requirePassword(context, passwordFile);
  const bytes = await readBytes(file);
  return runChange(context, async (client) => {
    const restored = await client.call('certificates.restore', { bytes, password });
    context.out.emit({ event: 'restored', ...restored });
  });
}

export interface ImportOptions {
  readonly paths: readonly string[];
  readonly as: 'brought' | 'public';
  readonly passwordFile: string | null;
  readonly acceptWarnings: boolean;
}

/** `cert import FILES…` */
export async function runImport(context: CommandContext, options: ImportOptions): Promise<number> {
  const files = await readBroughtPaths(options.paths);
  const password = await readPassword(context, options.passwordFile);
  const { as, acceptWarnings } = options;
  const input: Input<'certificates.useBrought'> = { files, password, as, acceptWarnings };
  return runChange(context, async (client) => {
    const found = await client.call('certificates.useBrought', input);
    context.out.emit(broughtEvent(found, true, context.out.t));
  });
}

/** @throws WorkbenchError usage/invalid */
async function requirePassword(context: CommandContext, file: string | null): Promise<string> {
  const password = await readPassword(context, file);
  if (password !== null) return password;
  throw new WorkbenchError('usage/invalid', { detail: context.out.t('certificates:needsPassword') });
}
