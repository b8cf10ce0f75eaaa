import { Command } from 'commander';

import { LANGUAGES } from '../../shared/text/language.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { addBoardCommands } from './board-commands.ts';
import type { Run } from './context.ts';
import { withDeliveryValues } from './delivery-flags.ts';
import { addFileCommands } from './file-commands.ts';
import { addHistoryCommands } from './history-commands.ts';
import { addLogCommands } from './log-commands.ts';
import { addMappingCommands } from './mapping-commands.ts';
import { addRunCommands } from './run-commands.ts';
import { invalidValue } from './usage.ts';
import type { CliWorld } from './world.ts';

export interface ParsedLine {
  /** As given; null means the platform's usual place. */
  readonly dataDir: string | null;
  readonly run: Run;
}

/**
 * Parses a command line.
 * @throws CommanderError for misuse, help and version; WorkbenchError usage/invalid for values
 */
export function parseLine(
  argv: readonly string[],
  t: Translator,
  version: string,
  world: Pick<CliWorld, 'stdout' | 'stderr'>,
): ParsedLine | null {
  let run: Run | null = null;
  const choose = (chosen: Run): void => {
    run = chosen;
  };
  const program = createProgram(t, version, world);
  addFileCommands(program, t, choose);
  addBoardCommands(program, t, choose);
  addRunCommands(program, t, choose);
  addLogCommands(program, t, choose);
  addHistoryCommands(program, t, choose);
  addMappingCommands(program, t, choose);
  program.parse(withDeliveryValues(argv.map(withAllChecks)), { from: 'user' });
  const { dataDir } = program.opts<{ dataDir?: string }>();
  return run === null ? null : { dataDir: dataDir ?? null, run };
}

/** `--force` alone takes no value, so that it never swallows the argument behind it. */
function withAllChecks(arg: string): string {
  return arg === '--force' ? '--force=all' : arg;
}

function createProgram(t: Translator, version: string, world: Pick<CliWorld, 'stdout' | 'stderr'>): Command {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': t('cli:titleUsage'),
    'Arguments:': t('cli:titleArguments'),
    'Options:': t('cli:titleOptions'),
    'Global Options:': t('cli:titleGlobalOptions'),
    'Commands:': t('cli:titleCommands'),
  };
  const language = (value: string): string => {
    if (LANGUAGES.some((known) => known === value)) return value;
    throw invalidValue(t, '--lang', value, t('cli:needsLanguage'));
  };
  return new Command('ota-workbench')
    .description(t('cli:description'))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void world.stdout.write(text),
      writeErr: (text) => void world.stderr.write(text),
      // Errors are said by us, in the caller's language and form.
      outputError: () => undefined,
    })
    .configureHelp({ showGlobalOptions: true, styleTitle: (title) => titles[title] ?? title })
    .version(version, '-V, --version', t('cli:versionOption'))
    .helpOption('-h, --help', t('cli:helpOption'))
    .helpCommand('help [command]', t('cli:helpCommand'))
    .option('--data-dir <dir>', t('cli:optionDataDir'))
    .option('--json', t('cli:optionJson'))
    .option('--lang <language>', t('cli:optionLang'), language);
}
