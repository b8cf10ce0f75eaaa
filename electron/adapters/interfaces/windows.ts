import type { AddressKind } from '../../../shared/contract/network-values.ts';
import type { InterfaceFacts } from '../../core/ports.ts';
import { kindOfName } from './name-kind.ts';

/** Property names and values of PowerShell's lists are the same in every language of Windows. */
export const GET_ADAPTERS =
  'Get-NetAdapter -IncludeHidden | Format-List Name,InterfaceDescription,PhysicalMediaType,Virtual';

/** Reads the list that `GET_ADAPTERS` prints: by name, as Node names interfaces too. */
export function parseAdapters(output: string): ReadonlyMap<string, InterfaceFacts> {
  const adapters = new Map<string, InterfaceFacts>();
  for (const block of output.split(/\r?\n\s*\r?\n/)) {
    const field = (name: string): string | null =>
      new RegExp(`^${name}\\s*: (.*)$`, 'm').exec(block)?.[1]?.trim() ?? null;
    const name = field('Name');
    if (name === null) continue;
    const description = field('InterfaceDescription') ?? '';
    adapters.set(name, {
      label: description === '' ? null : description,
      kind: kindOf(name, description, field('PhysicalMediaType') ?? '', field('Virtual')),
    });
  }
  return adapters;
}

function kindOf(name: string, description: string, medium: string, virtual: string | null): AddressKind {
  const described = kindOfName(description) ?? kindOfName(name);
  // The description of what is virtual tells more than its medium, which is 802.3 as a rule.
  if (described !== null && described !== 'ethernet' && described !== 'wifi') return described;
  if (/802\.11/.test(medium)) return 'wifi';
  if (virtual === 'True') return described === 'wifi' ? 'wifi' : 'other';
  if (/802\.3/.test(medium)) return 'ethernet';
  return described ?? 'other';
}
