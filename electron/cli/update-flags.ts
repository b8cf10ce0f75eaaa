import type { Command } from 'commander';
import { Option } from 'commander';

import type { PreflightName } from '../../shared/ota/preflight.ts';
import type { Translator } from '../../shared/text/translator.ts';
import type { AliasFlags } from './alias-flags.ts';
import { addAliasOptions, aliasesOf } from './alias-flags.ts';
import { authority } from './certificate-commands.ts';
import type { AuthorityName } from './commands/cert.ts';
import type { DeliveryFlags } from './delivery-flags.ts';
import { addDeliveryOptions, deliveryOf } from './delivery-flags.ts';
import type { UpdateOptions } from './update-options.ts';
import { invalidValue } from './usage.ts';
import type { Reader } from './values.ts';
import { address, checkNames, hostName, integer, seconds, secondsOrNone } from './values.ts';

/** What the parser gives for the options of `push` and `watch`. */
export interface UpdateFlags extends DeliveryFlags, AliasFlags {
  port: string;
  baud?: number;
  serverPort?: number;
  bind?: string;
  host?: string;
  reset?: boolean;
  url: boolean;
  force?: 'all' | PreflightName[];
  timeout?: number;
  watch?: number;
  authority?: AuthorityName;
}

/** The speed of the examples' consoles. */
export const DEFAULT_BAUD = 115_200;

/** Reads the value of `--baud`. */
export function baudReader(t: Translator): Reader<number> {
  return integer(t, '--baud', 50, 12_000_000);
}

/** Adds the options of an update to a command, which is returned. */
export function addUpdateOptions(command: Command, t: Translator): Command {
  return addSharedOptions(command.requiredOption('--port <path>', t('cli:optionPort')), t);
}

/** Adds what an update of any board is told; which board it is stands elsewhere. */
export function addSharedOptions(command: Command, t: Translator): Command {
  return addAliasOptions(addDeliveryOptions(command, t), t)
    .option('--baud <rate>', t('cli:optionBaud'), baudReader(t))
    .option('--server-port <port>', t('cli:optionServePort'), integer(t, '--server-port', 1, 65_535))
    .option('--bind <address>', t('cli:optionBind'), address(t, '--bind'))
    .option('--host <name>', t('cli:optionHost'), hostName(t, '--host'))
    .option('--reset', t('cli:optionReset'))
    .option('--no-url', t('cli:optionNoUrl'))
    .option('--force <names>', t('cli:optionForce'), checkNames(t, '--force'))
    .option('--timeout <seconds>', t('cli:optionTimeout'), seconds(t, '--timeout'))
    .option('--authority <name>', t('certificates:optionPushAuthority'), authority(t, '--authority'));
}

/** Adds the time for which an image is watched after it was confirmed. */
export function addWatchOption(command: Command, t: Translator): Command {
  return command.option('--watch <seconds>', t('cli:optionWatch'), secondsOrNone(t, '--watch'));
}

/** A run goes on with the next update and watches nothing: says so where it is asked to. */
export function refuseWatchOption(command: Command, t: Translator): Command {
  const read = (value: string): number => {
    if (secondsOrNone(t, '--watch')(value) === 0) return 0;
    throw invalidValue(t, '--watch', value, t('cli:noWatchInRuns'));
  };
  return command.addOption(new Option('--watch <seconds>').argParser(read).hideHelp());
}

/**
 * The options as given, the rest at their defaults; null is left to the settings.
 * @throws WorkbenchError usage/invalid for options that do not go together
 */
export function updateOptions(flags: UpdateFlags, t: Translator): UpdateOptions {
  return {
    port: flags.port,
    baudRate: flags.baud ?? DEFAULT_BAUD,
    serverPort: flags.serverPort ?? null,
    bind: flags.bind ?? null,
    host: flags.host ?? null,
    plainPort: flags.plainHttp ?? null,
    delivery: deliveryOf(flags, t),
    aliases: aliasesOf(flags),
    reset: flags.reset ?? false,
    sendUrl: flags.url,
    override: flags.force ?? [],
    timeoutMs: flags.timeout === undefined ? null : Math.ceil(flags.timeout * 1000),
    authority: flags.authority ?? null,
    watchMs: Math.ceil((flags.watch ?? 0) * 1000),
  };
}
