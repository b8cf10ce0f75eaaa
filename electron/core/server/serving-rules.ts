import { isIP } from 'node:net';

import type { ServingSettings } from '../../../shared/contract/server-settings.ts';
import type { CertificatesState } from '../../../shared/contract/values.ts';
import type { ServingRules } from './running-server.ts';

export interface ServingRulesDeps {
  readonly certificate: () => Pick<CertificatesState['server'], 'dnsNames' | 'ipAddresses'>;
  /** This machine's addresses. */
  readonly addresses: () => readonly string[];
  readonly serving: () => ServingSettings;
  readonly isPushing: () => boolean;
  /** Whether somebody asked for images to be served to whoever comes. */
  readonly isOpen: () => boolean;
  /** Whether the system calls a network that this machine is in public. */
  readonly isPublicNetwork: () => boolean;
  /** Whether a peer is this program itself. */
  readonly isSelf: (peer: string, peerPort: number) => boolean;
}

/** Whom the firmware server serves, by the settings and what goes on. */
export function servingRules(deps: ServingRulesDeps): ServingRules {
  return {
    isOurs: (name) => isLoopback(name) || namesOf(deps).includes(name),
    isSelf: (peer, peerPort) => deps.isSelf(peer, peerPort),
    allowed: () => deps.serving().allowedBoards,
    isServing: () => {
      switch (deps.serving().serveWhen) {
        case 'always':
          return true;
        case 'pushing':
          return deps.isPushing();
        case 'auto':
          return deps.isPushing() || deps.isOpen() || !deps.isPublicNetwork();
      }
    },
  };
}

/** The certificate names the host of every URL that was sent, and the addresses of before a change too. */
function namesOf({ certificate, addresses }: ServingRulesDeps): readonly string[] {
  const { dnsNames, ipAddresses } = certificate();
  return [...dnsNames.map((name) => name.toLowerCase()), ...ipAddresses, ...addresses()];
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}
