import type { AuthorityState, TrustKind } from '../../shared/contract/certificates-values.ts';
import type { Translator } from '../../shared/text/translator.ts';
import type { NamedBoard } from './use-named-boards.ts';

/** `2026-11-23`, of a time in ISO 8601. */
export function dayText(time: string): string {
  return time.slice(0, 10);
}

/** `CA · OTA Workbench CA 5b0ad8c2`: an authority in a list to choose from. */
export function authorityText(t: Translator, { role, subject }: AuthorityState): string {
  return `${t(`certificates:role.${role}`)} · ${plainSubject(subject)}`;
}

/** Without the `CN=` of a subject that has nothing else. */
export function plainSubject(subject: string): string {
  const name = /^CN=([^,]+)$/.exec(subject)?.[1];
  return name ?? subject;
}

/** The boards of these keys by name, in one line. */
export function boardsText(t: Translator, boards: readonly NamedBoard[], keys: readonly string[]): string {
  const names = keys.map((key) => boards.find(({ nameKey }) => nameKey === key)?.name ?? key);
  return names.length === 0 ? t('certificates:noBoards') : names.join(t('certs:listSeparator'));
}

/** The authority behind a way of trust; undefined where nothing was brought along for it. */
export function authorityOfWay(
  authorities: readonly AuthorityState[],
  way: TrustKind,
): AuthorityState | undefined {
  return authorities.find(({ role }) => role === (way === 'own' ? 'current' : way));
}
