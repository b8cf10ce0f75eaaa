import type { Command } from 'commander';

import { aliasHost, aliasPath } from '../../shared/net/alias.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { integer } from './values.ts';

/** What the parser gives for the options of boards with a URL of their own. */
export interface AliasFlags {
  aliasHost?: string[];
  aliasPath?: GivenPath[];
  aliasPort?: number;
}

/** `file` names one of the images that are served; null where there is only one, or where it is pushed. */
export interface GivenPath {
  readonly path: string;
  readonly file: string | null;
}

/** Aliases of one command, besides those of the settings. */
export interface GivenAliases {
  readonly hosts: readonly string[];
  readonly paths: readonly GivenPath[];
  readonly port: number | null;
}

/** Adds the options of boards with a URL of their own to a command, which is returned. */
export function addAliasOptions(command: Command, t: Translator): Command {
  return command
    .option('--alias-host <name>', t('network:optionAliasHost'), (value: string, before: string[] = []) => [
      ...before,
      aliasHost(value),
    ])
    .option(
      '--alias-path <path>',
      t('network:optionAliasPath'),
      (value: string, before: GivenPath[] = []) => [...before, readPath(value)],
    )
    .option('--alias-port <port>', t('network:optionAliasPort'), integer(t, '--alias-port', 1, 65_535));
}

/** Null where none was given. */
export function aliasesOf({
  aliasHost: hosts,
  aliasPath: paths,
  aliasPort: port,
}: AliasFlags): GivenAliases | null {
  if (hosts === undefined && paths === undefined && port === undefined) return null;
  return { hosts: hosts ?? [], paths: paths ?? [], port: port ?? null };
}

/** @throws WorkbenchError alias/bad-path, alias/path-taken */
function readPath(value: string): GivenPath {
  // A path may hold "=" itself; a file's name holds no slash.
  const [, path = value, file = null] = /^(.+)=([^/=]+)$/.exec(value) ?? [];
  return { path: aliasPath(path), file };
}
