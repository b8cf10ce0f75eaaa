import type { Command } from 'commander';
import type { LineEnding } from '../../shared/serial/line-ending.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { runDemo } from './commands/demo.ts';
import { runFaults } from './commands/faults.ts';
import { runMonitor } from './commands/monitor.ts';
import { runPorts } from './commands/ports.ts';
import { runPush } from './commands/push.ts';
import { runWatch } from './commands/watch.ts';
import type { Run } from './context.ts';
import type { FaultFlags } from './fault-options.ts';
import { addFaultOptions, faultOptions } from './fault-options.ts';
import type { UpdateFlags } from './update-flags.ts';
import { addUpdateOptions, addWatchOption, baudReader, DEFAULT_BAUD, updateOptions } from './update-flags.ts';
import { lineEnding, pathName } from './values.ts';

interface MonitorFlags {
  readonly port: string;
  readonly baud?: number;
  readonly reset?: boolean;
  readonly rtscts?: boolean;
  readonly eol?: LineEnding;
}

/** Adds the commands about boards and their ports: `ports`, `push`, `watch`, `monitor`, `faults`, `demo`. */
export function addBoardCommands(program: Command, t: Translator, choose: (run: Run) => void): void {
  program
    .command('ports')
    .description(t('cli:commandPorts'))
    .action(() => choose(runPorts));

  const push = program
    .command('push')
    .description(t('cli:commandPush'))
    .argument('<file>', t('cli:argumentImage'));
  addWatchOption(addUpdateOptions(push, t), t).action((file: string, flags: UpdateFlags) => {
    const options = updateOptions(flags, t);
    choose((context) => runPush(context, { file, ...options }));
  });

  const watch = program
    .command('watch')
    .description(t('cli:commandWatch'))
    .argument('<dir>', t('cli:argumentBuild'), pathName(t, 'dir'));
  addWatchOption(addUpdateOptions(watch, t), t).action((path: string, flags: UpdateFlags) => {
    const options = updateOptions(flags, t);
    choose((context) => runWatch(context, { path, ...options }));
  });

  program
    .command('monitor')
    .description(t('cli:commandMonitor'))
    .requiredOption('--port <path>', t('cli:optionPort'))
    .option('--baud <rate>', t('cli:optionBaud'), baudReader(t))
    .option('--reset', t('cli:optionMonitorReset'))
    .option('--rtscts', t('serial:optionRtscts'))
    .option('--eol <ending>', t('serial:optionEol'), lineEnding(t, '--eol'))
    .action((flags: MonitorFlags) => {
      const { port, baud, reset = false, rtscts = false, eol = null } = flags;
      const options = { port, baudRate: baud ?? DEFAULT_BAUD, reset, rtscts, lineEnding: eol };
      choose((context) => runMonitor(context, options));
    });

  const faults = program
    .command('faults')
    .description(t('cli:commandFaults'))
    .argument('<file>', t('cli:argumentImage'));
  addFaultOptions(faults, t).action((file: string, flags: FaultFlags) => {
    choose((context) => runFaults(context, file, faultOptions(flags)));
  });

  program
    .command('demo')
    .description(t('cli:commandDemo'))
    .action(() => choose(runDemo));
}
