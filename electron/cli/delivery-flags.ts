import type { Command } from 'commander';

import type { Access, BodyForm, Delivery } from '../../shared/ota/delivery.ts';
import { deliverySchema, MAX_LINK_SECONDS, PLAIN_DELIVERY } from '../../shared/ota/delivery.ts';
import type { TextKey, Translator } from '../../shared/text/translator.ts';
import { invalidValue } from './usage.ts';
import type { Reader } from './values.ts';
import { integer } from './values.ts';

/** What the parser gives for the options of how an image is handed over. */
export interface DeliveryFlags {
  body?: BodyForm;
  basic?: Access;
  token?: 'image' | 'board' | 'once';
  expires?: number;
  plainHttp?: number;
}

const FORMS: Readonly<Record<string, BodyForm>> = {
  length: 'contentLength',
  chunked: 'chunked',
  close: 'untilClose',
};

/** Adds the options of how an image is handed over to a command, which is returned. */
export function addDeliveryOptions(command: Command, t: Translator): Command {
  return command
    .option('--body <form>', t('serving:optionBody'), oneOf(t, '--body', FORMS, 'serving:needsBody'))
    .option('--basic <user:password>', t('serving:optionBasic'), basicAccess(t))
    .option(
      '--token <use>',
      t('serving:optionToken'),
      oneOf(t, '--token', { image: 'image', board: 'board', once: 'once' }, 'serving:needsToken'),
    )
    .option('--expires <seconds>', t('serving:optionExpires'), integer(t, '--expires', 1, MAX_LINK_SECONDS))
    .option('--plain-http <port>', t('serving:optionPlainHttp'), integer(t, '--plain-http', 1, 65_535));
}

/** Null where nothing was asked for. @throws WorkbenchError usage/invalid for options that do not go together */
export function deliveryOf(flags: DeliveryFlags, t: Translator): Delivery | null {
  const { body, basic, token, expires, plainHttp } = flags;
  if (expires !== undefined && token === undefined)
    throw invalidValue(t, '--expires', String(expires), t('serving:expiresAlone'));
  if (basic !== undefined && token !== undefined)
    throw invalidValue(t, '--basic', '***', t('serving:basicAndToken'));
  const link: Access | undefined =
    token === undefined ? undefined : { kind: 'token', use: token, expiresInSeconds: expires ?? null };
  const access = basic ?? link;
  if (body === undefined && access === undefined && plainHttp === undefined) return null;
  return {
    body: body ?? PLAIN_DELIVERY.body,
    access: access ?? PLAIN_DELIVERY.access,
    scheme: plainHttp === undefined ? 'https' : 'http',
  };
}

/**
 * `--basic` and `--token` take a value or none, and never swallow the argument behind them: a word that is none of
 * theirs is the next argument.
 */
export function withDeliveryValues(argv: readonly string[]): string[] {
  return argv.map((arg, index) => {
    const next = argv[index + 1] ?? '';
    if (arg === '--token' && !/^(image|board|once)$/.test(next)) return '--token=image';
    if (arg === '--basic' && !/^(random|[^/\\]+:[^/\\]+)$/.test(next)) return '--basic=random';
    return arg;
  });
}

function basicAccess(t: Translator): Reader<Access> {
  return (value) => {
    const colon = value.indexOf(':');
    const [user, password] =
      value === 'random' ? [null, null] : [value.slice(0, Math.max(0, colon)), value.slice(colon + 1)];
    const parsed = deliverySchema.shape.access.safeParse({ kind: 'basic', user, password });
    if (parsed.success) return parsed.data;
    // The value is a password: it is not repeated.
    throw invalidValue(t, '--basic', '***', t('serving:needsBasic'));
  };
}

function oneOf<T>(
  t: Translator,
  name: string,
  values: Readonly<Record<string, T>>,
  needs: TextKey,
): Reader<T> {
  return (value) => {
    const found = Object.hasOwn(values, value) ? values[value] : undefined;
    if (found !== undefined) return found;
    throw invalidValue(t, name, value, t(needs));
  };
}
