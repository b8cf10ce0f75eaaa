import type { Command } from 'commander';

import { authorityName } from '../../shared/contract/certificates-contract.ts';
import { AUTHORITY_ROLES, LEAF_KINDS, TRUST_KINDS } from '../../shared/contract/certificates-values.ts';
import { WorkbenchError } from '../../shared/errors.ts';
import type { Translator } from '../../shared/text/translator.ts';
import type { AuthorityName } from './commands/cert.ts';
import { runCert } from './commands/cert.ts';
import { runBackup, runChange, runImport, runRestore, runRotate } from './commands/cert-changes.ts';
import { runFirmwareLines, runInspect } from './commands/cert-looks.ts';
import { addInFirmware } from './commands/in-firmware.ts';
import type { Run } from './context.ts';
import { invalidValue } from './usage.ts';
import type { Reader } from './values.ts';
import { pathName } from './values.ts';

interface ImportFlags {
  as?: 'brought' | 'public';
  passwordFile?: string;
  acceptWarnings?: boolean;
}

/** Adds `cert` and what stands below it. */
export function addCertificateCommands(program: Command, t: Translator, choose: (run: Run) => void): void {
  const cert = program
    .command('cert')
    .description(t('cli:commandCert'))
    .option('--export <file>', t('cli:optionExport'))
    .option('--authority <name>', t('certificates:optionAuthority'), authority(t, '--authority'))
    .action((options: { export?: string; authority?: AuthorityName }) => {
      choose((context) => runCert(context, options.export ?? null, options.authority ?? null));
    });
  addOwn(cert, t, choose);
  addBrought(cert, t, choose);
  addChoices(cert, t, choose);
  addInFirmware(cert, t, choose);
}

/** What is done with this program's own CAs. */
function addOwn(cert: Command, t: Translator, choose: (run: Run) => void): void {
  const withPassword = (command: Command): Command =>
    command.option(
      '--password-file <file>',
      t('certificates:optionPasswordFile'),
      pathName(t, '--password-file'),
    );
  cert
    .command('rotate')
    .description(t('certificates:commandRotate'))
    .action(() => choose(runRotate));
  cert
    .command('drop')
    .description(t('certificates:commandDrop'))
    .argument('[fingerprint]', t('certificates:argumentFingerprint'), fingerprint(t))
    .action((given?: string) => {
      const input = given === undefined ? {} : { authority: given };
      choose((context) => runChange(context, (client) => client.call('certificates.dropPrevious', input)));
    });
  withPassword(cert.command('backup'))
    .description(t('certificates:commandBackup'))
    .argument('<file>', t('certificates:argumentBackup'))
    .action((file: string, { passwordFile = null }: { passwordFile?: string | null }) => {
      choose((context) => runBackup(context, file, passwordFile));
    });
  withPassword(cert.command('restore'))
    .description(t('certificates:commandRestore'))
    .argument('<file>', t('certificates:argumentRestore'))
    .action((file: string, { passwordFile = null }: { passwordFile?: string | null }) => {
      choose((context) => runRestore(context, file, passwordFile));
    });
  cert
    .command('reissue')
    .description(t('certificates:commandReissue'))
    .action(() =>
      choose((context) => runChange(context, (client) => client.call('certificates.reissue', {}))),
    );
}

/** What is done with certificates from elsewhere. */
function addBrought(cert: Command, t: Translator, choose: (run: Run) => void): void {
  const withFiles = (command: Command): Command =>
    command
      .argument('<files...>', t('certificates:argumentFiles'))
      .option('--as <kind>', t('certificates:optionAs'), oneOf(t, '--as', ['brought', 'public']))
      .option('--password-file <file>', t('certificates:optionPasswordFile'), pathName(t, '--password-file'));
  const optionsOf = (paths: string[], flags: ImportFlags) => ({
    paths,
    as: flags.as ?? 'brought',
    passwordFile: flags.passwordFile ?? null,
    acceptWarnings: flags.acceptWarnings ?? false,
  });
  withFiles(cert.command('inspect'))
    .description(t('certificates:commandInspect'))
    .action((paths: string[], flags: ImportFlags) => {
      choose((context) => runInspect(context, optionsOf(paths, flags)));
    });
  withFiles(cert.command('import'))
    .description(t('certificates:commandImport'))
    .option('--accept-warnings', t('certificates:optionAcceptWarnings'))
    .action((paths: string[], flags: ImportFlags) => {
      choose((context) => runImport(context, optionsOf(paths, flags)));
    });
}

/** What is chosen for all boards or for one, and the lines for a firmware. */
function addChoices(cert: Command, t: Translator, choose: (run: Run) => void): void {
  const trust = oneOf(t, 'trust', TRUST_KINDS);
  cert
    .command('use')
    .description(t('certificates:commandUse'))
    .argument('<trust>', t('certificates:argumentTrust'), trust)
    .action((kind: (typeof TRUST_KINDS)[number]) => {
      choose((context) =>
        runChange(context, (client) => client.call('certificates.useTrust', { trust: kind })),
      );
    });
  cert
    .command('set')
    .description(t('certificates:commandSet'))
    .option('--leaf <kind>', t('certificates:optionLeaf'), oneOf(t, '--leaf', LEAF_KINDS))
    .option(
      '--small-records <on>',
      t('certificates:optionSmallRecords'),
      oneOf(t, '--small-records', ['on', 'off']),
    )
    .option('--chain <kind>', t('certificates:optionChain'), oneOf(t, '--chain', ['full', 'leaf']))
    .action(
      ({
        smallRecords,
        ...kinds
      }: {
        leaf?: 'rsa2048' | 'p256';
        smallRecords?: 'on' | 'off';
        chain?: 'full' | 'leaf';
      }) => {
        const options =
          smallRecords === undefined ? kinds : { ...kinds, smallRecords: smallRecords === 'on' };
        if (Object.keys(options).length === 0)
          throw new WorkbenchError('usage/invalid', { detail: t('certificates:needsSomething') });
        choose((context) => runChange(context, (client) => client.call('certificates.setOptions', options)));
      },
    );
  cert
    .command('assign')
    .description(t('certificates:commandAssign'))
    .argument('<board>', t('certificates:argumentBoard'))
    .argument('<authority>', t('certificates:argumentAuthority'), authorityOrNone(t))
    .action((deviceId: string, name: AuthorityName | null) => {
      choose((context) =>
        runChange(context, (client) =>
          client.call('certificates.setAuthority', { deviceId, authority: name }),
        ),
      );
    });
  cert
    .command('firmware')
    .description(t('certificates:commandFirmware'))
    .argument('<trust>', t('certificates:argumentTrust'), trust)
    .action((kind: (typeof TRUST_KINDS)[number]) => choose((context) => runFirmwareLines(context, kind)));
}

/** A role, or a fingerprint with or without colons. */
export function authority(t: Translator, name: string): Reader<AuthorityName> {
  return (value) => {
    const read = authorityName.safeParse(value.replaceAll(':', '').toLowerCase());
    if (read.success) return read.data;
    throw invalidValue(t, name, value, t('certificates:needsOneOf', { values: AUTHORITY_ROLES.join(', ') }));
  };
}

function authorityOrNone(t: Translator): Reader<AuthorityName | null> {
  return (value) => (value === 'none' ? null : authority(t, 'authority')(value));
}

function fingerprint(t: Translator): Reader<string> {
  return (value) => {
    const plain = value.replaceAll(':', '').toLowerCase();
    if (/^[0-9a-f]{64}$/.test(plain)) return plain;
    throw invalidValue(t, 'fingerprint', value, t('certificates:argumentFingerprint'));
  };
}

function oneOf<T extends string>(t: Translator, name: string, values: readonly T[]): Reader<T> {
  return (value) => {
    const known = values.find((each) => each === value);
    if (known !== undefined) return known;
    throw invalidValue(t, name, value, t('certificates:needsOneOf', { values: values.join(', ') }));
  };
}
