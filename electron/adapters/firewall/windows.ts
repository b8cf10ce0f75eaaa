import { kindOfName } from '../interfaces/name-kind.ts';
import type { FirewallWord } from './firewall-state.ts';

type Profile = 'Domain' | 'Private' | 'Public';

/** What `netsh advfirewall show allprofiles` says of one profile. */
export interface ProfileState {
  readonly on: boolean;
  readonly blocksInbound: boolean;
}

/** The rule that the command for opening the port makes; asked for by this name later. */
export const RULE_NAME = 'OTA Workbench';

/** Reads `netsh advfirewall show allprofiles`. Other languages of Windows print other words: nothing is found then. */
export function parseAllProfiles(output: string): ReadonlyMap<Profile, ProfileState> {
  const found = new Map<Profile, ProfileState>();
  let profile: Profile | null = null;
  let on: boolean | null = null;
  for (const line of output.split(/\r?\n/)) {
    const title = /^(Domain|Private|Public) Profile Settings/.exec(line)?.[1];
    if (title !== undefined) {
      profile = title as Profile;
      on = null;
    }
    const state = /^State\s+(ON|OFF)\s*$/.exec(line)?.[1];
    if (state !== undefined) on = state === 'ON';
    const policy = /^Firewall Policy\s+(\S+),/.exec(line)?.[1];
    if (policy === undefined || profile === null || on === null) continue;
    found.set(profile, { on, blocksInbound: policy !== 'AllowInbound' });
  }
  return found;
}

/**
 * Reads `Get-NetConnectionProfile`: the categories of the networks this machine is in. Its words are never translated.
 * Networks of virtual machines are left out: they are public as a rule, and no board is in them.
 */
export function parseConnectionProfiles(output: string): readonly Profile[] {
  return output.split(/\r?\n\s*\r?\n/).flatMap((block) => {
    const alias = /^InterfaceAlias\s*: (.*)$/m.exec(block)?.[1]?.trim() ?? '';
    const kind = kindOfName(alias);
    if (kind === 'virtualMachine' || kind === 'container') return [];
    const category = /^NetworkCategory\s*: (\S+)/m.exec(block)?.[1];
    if (category === 'DomainAuthenticated') return ['Domain' as const];
    return category === 'Public' || category === 'Private' ? [category] : [];
  });
}

/**
 * Reads `netsh advfirewall firewall show rule name="OTA Workbench"`; its numbers are the same in every language, and
 * its exit code tells whether there is such a rule.
 */
export function ruleHolds(exitCode: number | null, output: string, port: number): boolean {
  return exitCode === 0 && new RegExp(`:\\s+(?:\\S*,)?${port}(?:,\\S*)?\\s*$`, 'm').test(output);
}

/** What follows for boards that come in. A private network's firewall asks once for each program; what was said then is not told. */
export function windowsWord(
  profiles: ReadonlyMap<Profile, ProfileState>,
  active: readonly Profile[],
  ruleIsThere: boolean,
): FirewallWord {
  const isPublic = active.length === 0 ? null : active.includes('Public');
  const states = active.flatMap((name) => profiles.get(name) ?? []);
  if (states.length === 0) return { on: null, letsIn: ruleIsThere ? true : null, isPublic };
  const blocking = states.some(({ on, blocksInbound }) => on && blocksInbound);
  const on = states.some((state) => state.on);
  if (!blocking || ruleIsThere) return { on, letsIn: true, isPublic };
  const publicState = profiles.get('Public');
  const publicBlocks = isPublic === true && publicState?.on === true && publicState.blocksInbound;
  return { on, letsIn: publicBlocks ? false : null, isPublic };
}
