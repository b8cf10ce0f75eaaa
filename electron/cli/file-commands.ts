import type { Command } from 'commander';
import type { Translator } from '../../shared/text/translator.ts';
import type { AliasFlags } from './alias-flags.ts';
import { addAliasOptions, aliasesOf } from './alias-flags.ts';
import { addCertificateCommands } from './certificate-commands.ts';
import { runImage } from './commands/image.ts';
import { runServe } from './commands/serve.ts';
import { runStation } from './commands/station.ts';
import type { Run } from './context.ts';
import type { DeliveryFlags } from './delivery-flags.ts';
import { addDeliveryOptions, deliveryOf } from './delivery-flags.ts';
import { address, hostName, integer, pathNames } from './values.ts';

interface ServeFlags extends DeliveryFlags, AliasFlags {
  port?: number;
  bind?: string;
  host?: string;
}

/** Adds the commands about files, certificates and the server: `cert`, `image`, `serve`, `station`. */
export function addFileCommands(program: Command, t: Translator, choose: (run: Run) => void): void {
  addCertificateCommands(program, t, choose);

  program
    .command('image')
    .description(t('cli:commandImage'))
    .argument('<file>', t('cli:argumentImage'))
    .action((file: string) => {
      choose((context) => runImage(context, file));
    });

  const serve = program
    .command('serve')
    .description(t('cli:commandServe'))
    .argument('<paths...>', t('cli:argumentPaths'))
    .option('--port <port>', t('cli:optionServePort'), integer(t, '--port', 1, 65_535))
    .option('--bind <address>', t('cli:optionBind'), address(t, '--bind'))
    .option('--host <name>', t('cli:optionHost'), hostName(t, '--host'));
  addAliasOptions(addDeliveryOptions(serve, t), t).action((paths: string[], flags: ServeFlags) => {
    const { port, bind, host, plainHttp } = flags;
    const server = { serverPort: port ?? null, bind: bind ?? null, host: host ?? null };
    const options = {
      ...server,
      plainPort: plainHttp ?? null,
      delivery: deliveryOf(flags, t),
      aliases: aliasesOf(flags),
    };
    choose((context) => runServe(context, paths, options));
  });

  program
    .command('station')
    .description(t('cli:commandStation'))
    .option('--listen-port <port>', t('cli:optionListenPort'), integer(t, '--listen-port', 0, 65_535))
    .option('--allow-dir <dir>', t('cli:optionAllowDir'), pathNames(t, '--allow-dir'), [])
    .option('--metrics', t('history:optionMetrics'))
    .action((options: { listenPort?: number; allowDir: string[]; metrics?: boolean }) => {
      const { listenPort: port = 0, allowDir: allowedFolders, metrics = false } = options;
      choose((context) => runStation(context, { port, allowedFolders, metrics }));
    });
}
