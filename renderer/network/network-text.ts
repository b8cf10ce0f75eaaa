import type { BoardWay, FirewallState, NetworkAddress } from '../../shared/contract/network-values.ts';
import type { Translator } from '../../shared/text/translator.ts';

/** An interface as the system calls it, with the name people know it by. */
export function interfaceText({ interfaceName, label }: NetworkAddress): string {
  return label === null || label === interfaceName ? interfaceName : `${interfaceName} · ${label}`;
}

/** One line on what a board is given and why. Null where there is nothing to give yet. */
export function whyText(t: Translator, { host, why }: BoardWay): string | null {
  return host === null || why === null ? null : `${host} ${t(`network:why_${why}`)}`;
}

/** What the firewall does, in one sentence, and whether it stands in the way. */
export function firewallText(
  t: Translator,
  { tool, on, letsIn, port }: FirewallState,
): { readonly sentence: string; readonly tone: 'ok' | 'warn' | 'mute' } {
  if (tool === null) return { sentence: t('network:firewallNone'), tone: 'mute' };
  const values = { tool: t(`network:tool_${tool}`), port };
  if (on === false) return { sentence: t('network:firewallOff', values), tone: 'ok' };
  if (letsIn === true) return { sentence: t('network:firewallOpen', values), tone: 'ok' };
  if (letsIn === false) return { sentence: t('network:firewallShut', values), tone: 'warn' };
  if (on === null) return { sentence: t('network:firewallSilent', values), tone: 'mute' };
  return { sentence: t('network:firewallOn', values), tone: 'mute' };
}
