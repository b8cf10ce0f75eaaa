import { CommanderError } from 'commander';

import { WorkbenchError } from '../../shared/errors.ts';
import type { TextKey, Translator } from '../../shared/text/translator.ts';

/** commander's code of each misuse, and our sentence for it; the name is what its own message quotes. */
const SENTENCES: Readonly<Record<string, TextKey>> = {
  'commander.unknownOption': 'cli:usageUnknownOption',
  'commander.unknownCommand': 'cli:usageUnknownCommand',
  'commander.missingArgument': 'cli:usageMissingArgument',
  'commander.missingMandatoryOptionValue': 'cli:usageMissingOption',
  'commander.optionMissingArgument': 'cli:usageMissingValue',
  'commander.excessArguments': 'cli:usageTooMany',
  // No command at all: the help was shown.
  'commander.help': 'cli:usageNoCommand',
};

/** A misuse of the command line in the caller's language; null for what is none (help, version). */
export function usageErrorOf(thrown: unknown, t: Translator): WorkbenchError | null {
  if (!(thrown instanceof CommanderError) || thrown.exitCode === 0) return null;
  const key = SENTENCES[thrown.code];
  const name = /'([^']*)'/.exec(thrown.message)?.[1] ?? '';
  const detail = key === undefined ? thrown.message : t(key, { name });
  return new WorkbenchError('usage/invalid', { detail });
}

/** An option or argument whose value makes no sense; `reason` says what it takes. */
export function invalidValue(t: Translator, name: string, value: string, reason: string): WorkbenchError {
  return new WorkbenchError('usage/invalid', { detail: t('cli:usageInvalidValue', { name, value, reason }) });
}
