import type { Command } from 'commander';

import type { Translator } from '../../shared/text/translator.ts';
import type { FleetOptions } from './commands/fleet.ts';
import { runFleet } from './commands/fleet.ts';
import { runPlan } from './commands/run-plan.ts';
import { runSoak } from './commands/soak.ts';
import type { Run } from './context.ts';
import type { UpdateFlags } from './update-flags.ts';
import { addSharedOptions, addUpdateOptions, refuseWatchOption, updateOptions } from './update-flags.ts';
import { invalidValue } from './usage.ts';
import { address, hostName, integer, pathName, pathNames, secondsOrNone } from './values.ts';

interface SoakFlags extends UpdateFlags {
  cycles: number;
  stopAfter?: number;
  pause?: number;
  between?: string;
  report?: string;
}

interface FleetFlags extends Omit<UpdateFlags, 'port'> {
  port: string[];
  all?: boolean;
  concurrency?: number;
  canary?: number;
  wave?: number;
  errorPercent?: number;
  retries?: number;
  report?: string;
}

interface PlanFlags {
  report?: string;
  serverPort?: number;
  bind?: string;
  host?: string;
}

/** Adds the commands about many updates: `soak`, `fleet`, `run`. */
export function addRunCommands(program: Command, t: Translator, choose: (run: Run) => void): void {
  addSoak(program, t, choose);
  addFleet(program, t, choose);
  program
    .command('run')
    .description(t('cli:commandRun'))
    .argument('<plan>', t('cli:argumentPlan'), pathName(t, 'plan'))
    .option('--report <dir>', t('cli:optionReport'))
    .option('--server-port <port>', t('cli:optionServePort'), integer(t, '--server-port', 1, 65_535))
    .option('--bind <address>', t('cli:optionBind'), address(t, '--bind'))
    .option('--host <name>', t('cli:optionHost'), hostName(t, '--host'))
    .action((file: string, flags: PlanFlags) => {
      const { report: reportDir = null, serverPort = null, bind = null, host = null } = flags;
      choose((context) => runPlan(context, { file, reportDir, serverPort, bind, host }));
    });
}

function addFleet(program: Command, t: Translator, choose: (run: Run) => void): void {
  const fleet = program
    .command('fleet')
    .description(t('cli:commandFleet'))
    .argument('<file>', t('cli:argumentImage'))
    .option('--port <path>', t('cli:optionFleetPort'), pathNames(t, '--port'), [])
    .option('--all', t('cli:optionAllPorts'))
    .option('--concurrency <n>', t('cli:optionConcurrency'), integer(t, '--concurrency', 1, 200))
    .option('--canary <n>', t('cli:optionCanary'), integer(t, '--canary', 0, 1_000))
    .option('--wave <n>', t('cli:optionWave'), integer(t, '--wave', 1, 1_000))
    .option('--error-percent <n>', t('cli:optionErrorPercent'), integer(t, '--error-percent', 0, 100))
    .option('--retries <n>', t('cli:optionRetries'), integer(t, '--retries', 0, 10))
    .option('--report <dir>', t('cli:optionReport'));
  refuseWatchOption(addSharedOptions(fleet, t), t).action((file: string, flags: FleetFlags) => {
    const { port: ports, all = false, report: reportDir = null } = flags;
    if (all === ports.length > 0) throw invalidValue(t, '--port', ports.join(', '), t('cli:needsPortsOrAll'));
    const { concurrency = null, canary = null, wave = null, errorPercent = null, retries = null } = flags;
    const options: FleetOptions = {
      ...updateOptions({ ...flags, port: '' }, t),
      file,
      ports: all ? 'all' : ports,
      concurrency,
      canary,
      wave,
      errorPercent,
      retries,
      reportDir,
    };
    choose((context) => runFleet(context, options));
  });
}

function addSoak(program: Command, t: Translator, choose: (run: Run) => void): void {
  const soak = program
    .command('soak')
    .description(t('cli:commandSoak'))
    .argument('<files...>', t('cli:argumentSoakImages'))
    .requiredOption('--cycles <n>', t('cli:optionCycles'), integer(t, '--cycles', 1, 100_000))
    .option('--stop-after <k>', t('cli:optionStopAfter'), integer(t, '--stop-after', 1, 100_000))
    .option('--pause <seconds>', t('cli:optionPause'), secondsOrNone(t, '--pause'))
    .option('--between <command>', t('cli:optionBetween'))
    .option('--report <dir>', t('cli:optionReport'));
  refuseWatchOption(addUpdateOptions(soak, t), t).action((files: string[], flags: SoakFlags) => {
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
