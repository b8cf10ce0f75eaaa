import type { Command } from 'commander';

import type { Translator } from '../../shared/text/translator.ts';
import { runSoak } from './commands/soak.ts';
import type { Run } from './context.ts';
import type { UpdateFlags } from './update-flags.ts';
import { addUpdateOptions, updateOptions } from './update-flags.ts';
import { integer, secondsOrNone } from './values.ts';

interface SoakFlags extends UpdateFlags {
  cycles: number;
  stopAfter?: number;
  pause?: number;
  between?: string;
  report?: string;
}

/** Adds the commands about many updates: `soak`. */
export function addRunCommands(program: Command, t: Translator, choose: (run: Run) => void): void {
  const soak = program
    .command('soak')
    .description(t('cli:commandSoak'))
    .argument('<files...>', t('cli:argumentSoakImages'))
    .requiredOption('--cycles <n>', t('cli:optionCycles'), integer(t, '--cycles', 1, 100_000))
    .option('--stop-after <k>', t('cli:optionStopAfter'), integer(t, '--stop-after', 1, 100_000))
    .option('--pause <seconds>', t('cli:optionPause'), secondsOrNone(t, '--pause'))
    .option('--between <command>', t('cli:optionBetween'))
    .option('--report <dir>', t('cli:optionReport'));
  addUpdateOptions(soak, t).action((files: string[], flags: SoakFlags) => {
    const { cycles, stopAfter = 1, pause = 0, between = null, report = null } = flags;
    const options = {
      ...updateOptions(flags, t),
      files,
      cycles,
      stopAfter,
      pauseMs: Math.ceil(pause * 1_000),
      between,
      reportDir: report,
    };
    choose((context) => runSoak(context, options));
  });
}
