import type { Command } from 'commander';
import { Option } from 'commander';

import type { LogFormat, LogStamps } from '../../shared/contract/log-values.ts';
import { LOG_FORMATS, LOG_STAMPS } from '../../shared/contract/log-values.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { runLog, runLogSave } from './commands/log.ts';
import type { Run } from './context.ts';
import { invalidValue } from './usage.ts';
import type { Reader } from './values.ts';

interface SaveFlags {
  readonly out: string;
  readonly format: LogFormat;
  readonly stamps: LogStamps;
  readonly ansi?: boolean;
}

/** Adds `log FILE`, which reads a saved log, and `log save BOARD`. */
export function addLogCommands(program: Command, t: Translator, choose: (run: Run) => void): void {
  const log = program
    .command('log')
    .description(t('cli:commandLog'))
    .argument('<file>', t('cli:argumentLog'))
    .action((file: string) => {
      choose((context) => runLog(context, file));
    });
  log
    .command('save')
    .description(t('cli:commandLogSave'))
    .argument('<board>', t('cli:argumentLogBoard'), boardName(t))
    .requiredOption('--out <file>', t('cli:optionLogOut'))
    .addOption(new Option('--format <format>', t('cli:optionLogFormat')).choices(LOG_FORMATS).default('text'))
    .addOption(new Option('--stamps <stamps>', t('cli:optionLogStamps')).choices(LOG_STAMPS).default('host'))
    .option('--ansi', t('cli:optionLogAnsi'))
    .action((deviceId: string, { out, format, stamps, ansi }: SaveFlags) => {
      choose((context) => runLogSave(context, deviceId, out, { format, stamps, ansi: ansi === true }));
    });
}

/** The id of a board, which is the name of its folder. */
function boardName(t: Translator): Reader<string> {
  return (value) => {
    if (/^[A-Za-z0-9._-]{1,100}$/.test(value) && !/^\.+$/.test(value)) return value;
    throw invalidValue(t, 'board', value, t('cli:needsDeviceId'));
  };
}
