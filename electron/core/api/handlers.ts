import type { Handlers } from '../../../shared/contract/contract.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import { appOfMerged } from '../image/extract-app.ts';
import { findImageAt, readImageAt } from '../image/image-at-path.ts';
import { certificatesHandlers } from './certificates-handlers.ts';
import { crashHandlers } from './crash-handlers.ts';
import { diagnostics } from './diagnostics.ts';
import { faultsHandlers } from './faults-handlers.ts';
import { historyHandlers } from './history-handlers.ts';
import { logHandlers } from './log-handlers.ts';
import { mappingHandlers } from './mapping-handlers.ts';
import { networkHandlers } from './network-handlers.ts';
import { runHandlers } from './run-handlers.ts';
import { serialHandlers } from './serial-handlers.ts';
import type { Services } from './services.ts';
import { trustHandlers } from './trust-handlers.ts';

const DONE = {};

/** One function per request of the contract, each a line or two over a service. */
export function createHandlers(services: Services): Handlers {
  const { hub, settings, certificates, library, control, boards, updates, wifi, portWatch, world } = services;
  return {
    ...serialHandlers(services),
    ...historyHandlers(services),
    ...mappingHandlers(services),
    ...networkHandlers(services),
    ...trustHandlers(services),
    'states.read': () => hub.read(),
    'image.add': ({ fileName, bytes }) => library.add({ fileName, bytes, source: 'dropped' }),
    'image.addPath': async ({ path }) =>
      library.add(await readImageAt(await findImageAt(path, services.pathAccess))),
    'image.extractApp': ({ fileName, bytes, offset }) => library.add(appOfMerged(fileName, bytes, offset)),
    'image.read': ({ imageId }) => library.get(imageId),
    'image.remove': async ({ imageId }) => {
      if (services.catalogue.has(imageId))
        throw new WorkbenchError('image/in-use', { file: library.get(imageId).fileName });
      await library.remove(imageId);
      return DONE;
    },
    'image.setNotes': async ({ imageId, notes }) => {
      await library.setNotes(imageId, notes);
      return DONE;
    },
    'image.preflight': async ({ deviceId, imageId }) => {
      const checks = await services.preflight.ahead(boards.get(deviceId), library.get(imageId));
      return { deviceId, imageId, checks };
    },
    'image.serve': async ({ imageIds, delivery }) => {
      await control.start();
      return { urls: await services.plain.serve(imageIds, control.state, delivery) };
    },
    'watch.start': (start) => services.watches.start(start),
    'watch.stop': ({ path }) => {
      services.watches.stop(path);
      return DONE;
    },
    'port.list': () => portWatch.lookClosely(),
    'board.open': async ({ path, baudRate, rtscts }) => {
      const { deviceId, port } = await boards.open(path, baudRate, rtscts);
      if (port.virtual) world.powerVirtual(port.path, true);
      const left = services.leftOver.take(deviceId);
      if (left !== null) boards.get(deviceId).setSession(left);
      return { deviceId };
    },
    'board.close': async ({ deviceId }) => {
      await boards.get(deviceId).link.close();
      return DONE;
    },
    'board.remove': async ({ deviceId }) => {
      const { port } = boards.get(deviceId);
      updates.cancel(deviceId);
      await boards.remove(deviceId);
      services.logs.closeLog(deviceId);
      if (port.virtual) world.powerVirtual(port.path, false);
      return DONE;
    },
    'board.reset': async ({ deviceId }) => {
      await boards.get(deviceId).link.reset();
      return DONE;
    },
    'board.send': async ({ deviceId, text }) => {
      await boards.get(deviceId).link.write(new TextEncoder().encode(text));
      return DONE;
    },
    'virtual.add': async ({ name }) => {
      const board = await boards.open(await world.addVirtual(name), settings.current.baudRate);
      void portWatch.look();
      return { deviceId: board.deviceId };
    },
    'virtual.power': ({ deviceId, on }) => {
      const { port, log } = boards.get(deviceId);
      world.powerVirtual(port.path, on);
      log.note('workbench', on ? 'Power on' : 'Power off');
      return DONE;
    },
    'push.start': async ({ authority, ...start }) => {
      // Roles change hands when CAs are rotated; fingerprints do not.
      const named =
        authority === undefined ? {} : { authority: certificates.find(authority).sha256Fingerprint };
      return { pushId: await updates.start(boards.get(start.deviceId), { ...start, ...named }) };
    },
    'push.cancel': ({ deviceId }) => {
      updates.cancel(boards.get(deviceId).deviceId);
      return DONE;
    },
    'server.start': async () => {
      await control.start();
      return DONE;
    },
    'server.stop': ({ drainMs }) => control.stop(drainMs),
    ...certificatesHandlers(services),
    'wifi.set': async ({ ssid, password }) => {
      await wifi.keep(ssid, password);
      return DONE;
    },
    'settings.update': async (patch) => {
      hub.set('settings', await settings.update(patch));
      if (patch.trust !== undefined) await certificates.followSettings();
      services.settingsChanged();
      for (const board of boards.all()) board.tell();
      return DONE;
    },
    'log.read': ({ deviceId, fromSeq, limit }) => boards.get(deviceId).log.readStored(fromSeq, limit),
    ...crashHandlers(services),
    ...runHandlers(services),
    ...logHandlers(services),
    ...faultsHandlers(services),
    'diagnostics.read': ({ deviceId }) => ({ text: diagnostics(services, deviceId) }),
  };
}
