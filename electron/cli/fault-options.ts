import type { Command } from 'commander';

import type { FaultName, ImageFault } from '../../shared/faults/fault.ts';
import { FAULT_NAMES, IMAGE_FAULTS } from '../../shared/faults/fault.ts';
import { isFaultName } from '../../shared/faults/fault-table.ts';
import type { Translator } from '../../shared/text/translator.ts';
import type { ServerOptions } from './server-options.ts';
import { baudReader, DEFAULT_BAUD } from './update-flags.ts';
import { invalidValue } from './usage.ts';
import { address, hostName, integer, seconds } from './values.ts';

/** What `faults` is told. */
export interface FaultOptions extends ServerOptions {
  readonly port: string;
  readonly baudRate: number;
  readonly names: 'all' | readonly FaultName[];
  /** Files of images that make a real board fail. */
  readonly images: Readonly<Partial<Record<ImageFault, string>>>;
  readonly params: { atBytes?: number; forMs?: number; bytesPerSecond?: number };
}

/** What the parser gives. */
export interface FaultFlags {
  port: string;
  baud?: number;
  only?: FaultName[];
  image?: [ImageFault, string][];
  at?: number;
  for?: number;
  rate?: number;
  serverPort?: number;
  bind?: string;
  host?: string;
}

const KILOBYTE = 1_000;

/** Adds the options of `faults` to a command, which is returned. */
export function addFaultOptions(command: Command, t: Translator): Command {
  return command
    .requiredOption('--port <path>', t('cli:optionPort'))
    .option('--baud <rate>', t('cli:optionBaud'), baudReader(t))
    .option('--only <names...>', t('cli:optionOnly'), faultNames(t))
    .option('--image <name=file...>', t('cli:optionFaultImage'), faultImages(t))
    .option('--at <bytes>', t('cli:optionAt'), integer(t, '--at', 1, 0x1000000))
    .option('--for <seconds>', t('cli:optionFor'), seconds(t, '--for'))
    .option('--rate <kBps>', t('cli:optionRate'), integer(t, '--rate', 1, 100_000))
    .option('--server-port <port>', t('cli:optionFaultPort'), integer(t, '--server-port', 1, 65_535))
    .option('--bind <address>', t('cli:optionBind'), address(t, '--bind'))
    .option('--host <name>', t('cli:optionHost'), hostName(t, '--host'));
}

/** The options as given, the rest at their defaults. */
export function faultOptions(flags: FaultFlags): FaultOptions {
  const { at, rate } = flags;
  return {
    port: flags.port,
    baudRate: flags.baud ?? DEFAULT_BAUD,
    names: flags.only ?? 'all',
    images: Object.fromEntries(flags.image ?? []),
    params: {
      ...(at === undefined ? {} : { atBytes: at }),
      ...(flags.for === undefined ? {} : { forMs: Math.ceil(flags.for * 1_000) }),
      ...(rate === undefined ? {} : { bytesPerSecond: rate * KILOBYTE }),
    },
    serverPort: flags.serverPort ?? null,
    bind: flags.bind ?? null,
    host: flags.host ?? null,
  };
}

/** Names of faults, with spaces or commas between them. */
function faultNames(t: Translator): (value: string, before?: FaultName[]) => FaultName[] {
  return (value, before = []) => {
    const named = value.split(',').map((part) => {
      const name = part.trim();
      if (isFaultName(name)) return name;
      throw invalidValue(t, '--only', name, t('cli:needsFaults', { names: FAULT_NAMES.join(', ') }));
    });
    return [...before, ...named];
  };
}

function faultImages(
  t: Translator,
): (value: string, before?: [ImageFault, string][]) => [ImageFault, string][] {
  return (value, before = []) => {
    const at = value.indexOf('=');
    const name = IMAGE_FAULTS.find((known) => known === value.slice(0, at));
    const file = value.slice(at + 1);
    if (at === -1 || name === undefined || file === '')
      throw invalidValue(t, '--image', value, t('cli:needsFaultImage', { names: IMAGE_FAULTS.join(', ') }));
    return [...before, [name, file]];
  };
}
