import { isIP } from 'node:net';

import type { PreflightName } from '../../shared/ota/preflight.ts';
import { PREFLIGHT_NAMES } from '../../shared/ota/preflight.ts';
import type { LineEnding } from '../../shared/serial/line-ending.ts';
import { LINE_ENDINGS } from '../../shared/serial/line-ending.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { invalidValue } from './usage.ts';

/** Turns the text of an option into its value. @throws WorkbenchError usage/invalid */
export type Reader<T> = (value: string) => T;

/** A whole number within bounds. */
export function integer(t: Translator, name: string, min: number, max: number): Reader<number> {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= min && number <= max) return number;
    throw invalidValue(t, name, value, t('cli:needsInteger', { min, max }));
  };
}

/** Seconds, fractions too. */
export function seconds(t: Translator, name: string): Reader<number> {
  return (value) => {
    const number = Number(value);
    if (value.trim() !== '' && Number.isFinite(number) && number > 0) return number;
    throw invalidValue(t, name, value, t('cli:needsPositive'));
  };
}

/** As `seconds`, and 0. */
export function secondsOrNone(t: Translator, name: string): Reader<number> {
  return (value) => (Number(value) === 0 && value.trim() !== '' ? 0 : seconds(t, name)(value));
}

/** An IPv4 or IPv6 address. */
export function address(t: Translator, name: string): Reader<string> {
  return (value) => {
    if (isIP(value) !== 0) return value;
    throw invalidValue(t, name, value, t('cli:needsAddress'));
  };
}

/** What may stand between `https://` and the port, without brackets. */
export function hostName(t: Translator, name: string): Reader<string> {
  return (value) => {
    if (isIP(value) !== 0 || /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i.test(value)) return value;
    throw invalidValue(t, name, value, t('cli:needsHost'));
  };
}

/** A path; an empty one would name the working directory by accident. */
export function pathName(t: Translator, name: string): Reader<string> {
  return (value) => {
    if (value !== '') return value;
    throw invalidValue(t, name, value, t('cli:needsPath'));
  };
}

/** Paths, one each time the option is given. */
export function pathNames(t: Translator, name: string): (value: string, before: string[]) => string[] {
  const read = pathName(t, name);
  return (value, before) => [...before, read(value)];
}

/** `all`, or names of pre-flight checks with commas between them. */
export function checkNames(t: Translator, name: string): Reader<'all' | PreflightName[]> {
  return (value) => {
    if (value === 'all') return 'all';
    return value.split(',').map((part) => {
      const known = PREFLIGHT_NAMES.find((check) => check === part.trim());
      if (known !== undefined) return known;
      throw invalidValue(t, name, part, t('cli:needsChecks', { names: PREFLIGHT_NAMES.join(', ') }));
    });
  };
}

/** What Enter sends to a board. */
export function lineEnding(t: Translator, name: string): Reader<LineEnding> {
  return (value) => {
    const known = LINE_ENDINGS.find((ending) => ending === value);
    if (known !== undefined) return known;
    throw invalidValue(t, name, value, t('serial:needsLineEnding', { names: LINE_ENDINGS.join(', ') }));
  };
}
