import type { Handlers } from '../../../shared/contract/contract.ts';
import type { Services } from './services.ts';

type NetworkHandlers = Pick<Handlers, 'network.look' | 'network.pin' | 'network.setAliases'>;

/** The requests about this machine's side of the network. */
export function networkHandlers({ network, aliases, hub, settings }: Services): NetworkHandlers {
  return {
    'network.look': async () => {
      await network.look();
      return {};
    },
    'network.pin': async ({ deviceId, address }) => {
      await network.pin(deviceId, address);
      hub.set('settings', settings.current);
      return {};
    },
    'network.setAliases': async ({ keep, ...given }) => {
      try {
        await aliases.set(given, keep);
      } finally {
        hub.set('settings', settings.current);
      }
      return {};
    },
  };
}
