import type { Command } from 'commander';
import type { PreflightName } from '../../shared/ota/preflight.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { runDemo } from './commands/demo.ts';
import { runMonitor } from './commands/monitor.ts';
import { runPorts } from './commands/ports.ts';
import { runPush } from './commands/push.ts';
import type { Run } from './context.ts';
import { address, checkNames, hostName, integer, seconds } from './values.ts';

const DEFAULT_BAUD = 115_200;

interface PushFlags {
  port: string;
  baud?: number;
  serverPort?: number;
  bind?: string;
  host?: string;
  reset?: boolean;
  url: boolean;
  force?: 'all' | PreflightName[];
  timeout?: number;
}

/** Adds the commands about boards and their ports: `ports`, `push`, `monitor`, `demo`. */
export function addBoardCommands(program: Command, t: Translator, choose: (run: Run) => void): void {
  const baud = integer(t, '--baud', 50, 12_000_000);

  program
    .command('ports')
    .description(t('cli:commandPorts'))
    .action(() => choose(runPorts));

  program
    .command('push')
    .description(t('cli:commandPush'))
    .argument('<file>', t('cli:argumentImage'))
    .requiredOption('--port <path>', t('cli:optionPort'))
    .option('--baud <rate>', t('cli:optionBaud'), baud)
    .option('--server-port <port>', t('cli:optionServePort'), integer(t, '--server-port', 1, 65_535))
    .option('--bind <address>', t('cli:optionBind'), address(t, '--bind'))
    .option('--host <name>', t('cli:optionHost'), hostName(t, '--host'))
    .option('--reset', t('cli:optionReset'))
    .option('--no-url', t('cli:optionNoUrl'))
    .option('--force <names>', t('cli:optionForce'), checkNames(t, '--force'))
    .option('--timeout <seconds>', t('cli:optionTimeout'), seconds(t, '--timeout'))
    .action((file: string, flags: PushFlags) => {
      choose((context) =>
        runPush(context, {
          file,
          port: flags.port,
          baudRate: flags.baud ?? DEFAULT_BAUD,
          serverPort: flags.serverPort ?? null,
          bind: flags.bind ?? null,
          host: flags.host ?? null,
          reset: flags.reset ?? false,
          sendUrl: flags.url,
          override: flags.force ?? [],
          timeoutMs: flags.timeout === undefined ? null : Math.ceil(flags.timeout * 1000),
        }),
      );
    });

  program
    .command('monitor')
    .description(t('cli:commandMonitor'))
    .requiredOption('--port <path>', t('cli:optionPort'))
    .option('--baud <rate>', t('cli:optionBaud'), baud)
    .option('--reset', t('cli:optionMonitorReset'))
    .action((flags: { port: string; baud?: number; reset?: boolean }) => {
      const { port, baud: rate, reset } = flags;
      choose((context) =>
        runMonitor(context, { port, baudRate: rate ?? DEFAULT_BAUD, reset: reset ?? false }),
      );
    });

  program
    .command('demo')
    .description(t('cli:commandDemo'))
    .action(() => choose(runDemo));
}
