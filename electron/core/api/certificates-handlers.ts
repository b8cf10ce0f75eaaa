import type { certificatesRequests } from '../../../shared/contract/certificates-contract.ts';
import type { TrustKind, TrustSettings } from '../../../shared/contract/certificates-values.ts';
import type { Handlers } from '../../../shared/contract/contract.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import { firmwareLines, originOf } from '../tls/firmware-lines.ts';
import type { Services } from './services.ts';

const DONE = {};

/** Requests about what boards trust, and about the certificates they are shown. */
export function certificatesHandlers(services: Services): Pick<Handlers, keyof typeof certificatesRequests> {
  const { hub, settings, certificates, authorityChanges, control, boards, memories } = services;
  const saveTrust = async (patch: Partial<TrustSettings>): Promise<void> => {
    hub.set('settings', await settings.update({ trust: { ...settings.current.trust, ...patch } }));
    await certificates.followSettings();
  };
  return {
    'certificates.caPem': ({ authority }) => ({
      fileName: 'ca_cert.pem',
      pem: certificates.find(authority ?? null).trustedPem,
    }),
    'certificates.rotate': async () => {
      const { authorityOf: chosen } = settings.current.trust;
      const current = certificates.find('current').sha256Fingerprint;
      const real = boards.all().filter(({ port }) => !port.virtual);
      const known = [...real.map(({ nameKey }) => nameKey), ...memories.nameKeys];
      const staying = [...new Set(known)].filter((key) => (chosen[key] ?? current) === current);
      // While it is current this changes nothing; a board's firmware cannot have a CA that is yet to be made.
      const stay = Object.fromEntries(staying.map((key) => [key, current]));
      if (settings.current.trust.use === 'own') await saveTrust({ authorityOf: { ...chosen, ...stay } });
      const { previous, current: made } = await authorityChanges.rotate();
      const ofPrevious = Object.entries(settings.current.trust.authorityOf);
      const kept = ofPrevious.filter(([, fingerprint]) => fingerprint === previous).map(([key]) => key);
      return { current: made, previous, boards: kept };
    },
    'certificates.dropPrevious': async ({ authority }) => {
      await authorityChanges.dropPrevious(authority ?? null);
      const kept = Object.entries(settings.current.trust.authorityOf).filter(
        ([, fingerprint]) => certificates.credentialsOf(fingerprint) !== null,
      );
      await saveTrust({ authorityOf: Object.fromEntries(kept) });
      return DONE;
    },
    'certificates.backup': async ({ password }) => ({
      fileName: 'ota-workbench-ca.p12',
      bytes: new Uint8Array(await authorityChanges.backup(password)),
    }),
    'certificates.restore': async ({ bytes, password }) => {
      await authorityChanges.restore(bytes, password);
      const [current = '', ...previous] = certificates.own.map(({ caFacts }) => caFacts.sha256Fingerprint);
      return { current, previous };
    },
    'certificates.inspectBrought': (brought) => authorityChanges.inspect(brought),
    'certificates.useBrought': ({ acceptWarnings, ...brought }) =>
      authorityChanges.keep(brought, acceptWarnings),
    'certificates.useTrust': async ({ trust }) => {
      if (trust !== 'own') requireBrought(services, trust);
      await saveTrust({ use: trust });
      return DONE;
    },
    'certificates.setOptions': async ({ leaf, smallRecords, chain }) => {
      const { trust } = settings.current;
      await saveTrust({
        leaf: leaf ?? trust.leaf,
        smallRecords: smallRecords ?? trust.smallRecords,
        chain: chain ?? trust.chain,
      });
      return DONE;
    },
    'certificates.reissue': async () => {
      await certificates.reissue();
      return DONE;
    },
    'certificates.firmwareLines': ({ trust }) => {
      const { state } = control;
      const set = originOf(control.settings, certificates.hosts());
      const origin = state.kind === 'listening' ? (state.urls[0] ?? set) : set;
      return firmwareLines(trust, certificates.state(), settings.current.trust, origin);
    },
    'certificates.setAuthority': async ({ deviceId, authority }) => {
      const key = boards.all().find((board) => board.deviceId === deviceId)?.nameKey ?? deviceId;
      const { [key]: _before, ...others } = settings.current.trust.authorityOf;
      const chosen =
        authority === null ? others : { ...others, [key]: certificates.find(authority).sha256Fingerprint };
      await saveTrust({ authorityOf: chosen });
      return DONE;
    },
  };
}

/** @throws WorkbenchError cert/nothing-brought */
function requireBrought({ certificates }: Services, trust: Exclude<TrustKind, 'own'>): void {
  if (certificates.state().authorities.some(({ role }) => role === trust)) return;
  throw new WorkbenchError('cert/nothing-brought', { trust });
}
