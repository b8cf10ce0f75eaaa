import type { NetworkState } from '../../../shared/contract/network-values.ts';
import type { ServerState } from '../../../shared/contract/values.ts';
import type { CoreOptions } from '../core.ts';
import type { Parts } from '../open-parts.ts';
import type { World } from '../ports.ts';
import type { Catalogue } from '../server/catalogue.ts';
import type { FirmwareServer } from '../server/firmware-server.ts';
import type { ServerControl } from '../server/server-control.ts';
import { Aliases } from './aliases.ts';
import type { BoardAtAddress } from './network.ts';
import { Network } from './network.ts';
import { ownAddresses } from './own-addresses.ts';

/** The network's services of one core. */
export interface NetworkParts {
  readonly network: Network;
  readonly aliases: Aliases;
  /** The firmware server started, stopped or failed. */
  readonly serverIs: (state: ServerState) => void;
  /** Settings changed: what depends on them follows. */
  readonly settingsChanged: () => void;
}

export interface NetworkJoints {
  readonly catalogue: Catalogue;
  readonly server: FirmwareServer;
  readonly control: () => ServerControl;
  readonly boards: () => readonly BoardAtAddress[];
  readonly onState: (state: NetworkState) => void;
}

/** Makes the services of the network. The control and the boards are asked for later: they ask these. */
export function openNetwork(
  { settings, library }: Parts,
  options: CoreOptions,
  world: World,
  { catalogue, server, control, boards, onState }: NetworkJoints,
): NetworkParts {
  const read = world.ownAddresses ?? ownAddresses;
  const network = new Network({
    clock: world.clock,
    routes: world.routes,
    read,
    interfaces: world.interfaces ?? null,
    firewall: world.firewall ?? null,
    server: () => control().settings,
    commandHost: options.server?.host ?? null,
    pins: () => settings.current.network,
    savePins: async (pins) => {
      await settings.update({ network: { pin: pins.pin, boardPins: { ...pins.boardPins } } });
    },
    boards,
    onState,
  });
  const aliases = new Aliases({
    catalogue,
    image: async (imageId) => {
      const { fileName, urlName } = library.get(imageId);
      return { imageId, fileName, urlName, bytes: await library.served(imageId) };
    },
    adopt: (socket) => server.adopt(socket),
    ownAddresses: () => read().map(({ address }) => address),
    server: () => control().state,
    saved: () => settings.current.aliases,
    save: async ({ hosts, paths, port }) => {
      const copies = paths.map((each) => ({ ...each }));
      await settings.update({ aliases: { hosts: [...hosts], paths: copies, port } });
    },
    certify: () => control().certify(null),
    onState: (state) => network.setAliases(state),
  });
  const serverIs = ({ kind }: ServerState): void => {
    if (kind === 'starting') return;
    void aliases.apply();
    // The firewall is asked about the port that listens, and the addresses that listen are shown.
    if (kind === 'listening') void network.look();
  };
  const settingsChanged = (): void => {
    void network.tell();
    void aliases.apply();
  };
  return { network, aliases, serverIs, settingsChanged };
}
