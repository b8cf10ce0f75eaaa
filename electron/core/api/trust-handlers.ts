import type { Handlers } from '../../../shared/contract/contract.ts';
import type { trustRequests } from '../../../shared/contract/trust-contract.ts';
import { firmwareTrust } from '../selftest/firmware-trust.ts';
import type { Services } from './services.ts';

/** Requests about whether boards accept this server. */
export function trustHandlers({
  selfTests,
  control,
  certificates,
  world,
}: Services): Pick<Handlers, keyof typeof trustRequests> {
  return {
    'certificates.inFirmware': (file) => firmwareTrust(file, selfTests.trusts.ours(), world.sha256),
    'certificates.selfTest': async ({ host }) => {
      await control.start();
      const { port, bind, host: named } = control.settings;
      const asked = host ?? named ?? (bind === '0.0.0.0' ? '127.0.0.1' : bind);
      await control.certify(asked);
      const trustedPem = certificates.caPem();
      return selfTests.tester.run({ host: asked, port, bind, trustedPem, boardAddress: null });
    },
  };
}
