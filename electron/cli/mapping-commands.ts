import type { Command } from 'commander';

import type { Translator } from '../../shared/text/translator.ts';
import { runMappingAdd, runMappingList, runMappingRemove, runMappingTest } from './commands/mapping.ts';
import type { Run } from './context.ts';

/** Adds `mapping` with its commands. */
export function addMappingCommands(program: Command, t: Translator, choose: (run: Run) => void): void {
  const mapping = program.command('mapping').description(t('mapping:commandMapping'));
  mapping
    .command('test')
    .description(t('mapping:commandTest'))
    .argument('<map>', t('mapping:argumentMapping'))
    .argument('<log>', t('mapping:argumentLog'))
    .action((map: string, log: string) => choose((context) => runMappingTest(context, map, log)));
  mapping
    .command('add')
    .description(t('mapping:commandAdd'))
    .argument('<map>', t('mapping:argumentMapping'))
    .action((map: string) => choose((context) => runMappingAdd(context, map)));
  mapping
    .command('list')
    .description(t('mapping:commandList'))
    .action(() => choose(runMappingList));
  mapping
    .command('remove')
    .description(t('mapping:commandRemove'))
    .argument('<file>', t('mapping:argumentName'))
    .action((file: string) => choose((context) => runMappingRemove(context, file)));
}
