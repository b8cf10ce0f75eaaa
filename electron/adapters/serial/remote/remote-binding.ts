import { WorkbenchError } from '../../../../shared/errors.ts';
import { parseRemotePort } from '../../../../shared/serial/remote-port.ts';
import type { Clock, SerialBinding } from '../../../core/ports.ts';
import { systemClock } from '../../system-clock.ts';
import { connected } from './connect.ts';
import { Rfc2217Link } from './rfc2217-link.ts';
import { SocketLink } from './socket-link.ts';

const PROBLEMS = { host: 'urlHost', port: 'urlPort', extra: 'urlExtra' } as const;

/** Ports behind `rfc2217://host:port` and `socket://host:port`. None is listed: their paths are typed. */
export function createRemoteBinding(clock: Clock = systemClock): SerialBinding {
  return {
    list: () => Promise.resolve([]),
    open: async (path, baudRate, listener, options) => {
      const remote = parseRemotePort(path);
      if (remote === null) throw new WorkbenchError('serial/port-not-found', { path });
      if ('problem' in remote)
        throw new WorkbenchError('serial/bad-url', { path, problem: PROBLEMS[remote.problem] });
      const socket = await connected(remote, clock);
      if (remote.kind === 'socket') return new SocketLink({ path, clock, socket, listener });
      const rtscts = options?.rtscts ?? false;
      const told = { isOpen: false };
      const link = new Rfc2217Link({
        path,
        clock,
        socket,
        remote,
        rtscts,
        listener: {
          onBytes: (bytes) => listener.onBytes(bytes),
          // Until it is open, its end is the error of opening.
          onClosed: () => {
            if (told.isOpen) listener.onClosed();
          },
        },
      });
      try {
        await link.begin(baudRate);
      } catch (thrown) {
        await link.close();
        throw thrown;
      }
      told.isOpen = true;
      return link;
    },
  };
}
