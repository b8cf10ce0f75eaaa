import type { ImageEntry } from '../../shared/contract/values.ts';
import type { ServerEvent } from '../../shared/ota/server-event.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import type { PushHub } from './api/push-hub.ts';
import type { Services } from './api/services.ts';
import type { Board } from './board/board.ts';
import { BoardMemories } from './board/board-memories.ts';
import { Boards } from './board/boards.ts';
import { moveName } from './board/move-name.ts';
import { PortWatch } from './board/port-watch.ts';
import type { CoreOptions } from './core.ts';
import { openCrashNotes } from './crash/open-crash-notes.ts';
import { LabHistory } from './faults/lab-history.ts';
import { openFaultRuns, openFaultSender } from './faults/open-fault-lab.ts';
import { noteServerEvent } from './log/note-server-event.ts';
import { openBoardLog, retentionOf } from './log/open-board-log.ts';
import { openLogViews } from './log/view/open-log-views.ts';
import { descriptorLimit } from './net/descriptor-limit.ts';
import { openNetwork } from './net/open-network.ts';
import type { Parts } from './open-parts.ts';
import type { World } from './ports.ts';
import { openEvidence } from './report/open-evidence.ts';
import type { RunServices } from './run/open-runs.ts';
import { openRuns } from './run/open-runs.ts';
import { openSelfTests } from './selftest/open-self-tests.ts';
import { Catalogue } from './server/catalogue.ts';
import { FirmwareServer } from './server/firmware-server.ts';
import { PlainServing } from './server/plain-serving.ts';
import { RequestList } from './server/request-list.ts';
import { ServerControl } from './server/server-control.ts';
import { servingRules } from './server/serving-rules.ts';
import { BoardPreflight } from './session/board-preflight.ts';
import type { LeftBoard } from './session/left-over.ts';
import { openAftermath } from './session/open-aftermath.ts';
import { openBoardAuthorities } from './session/open-board-authorities.ts';
import { keepRecord, verdictLine } from './session/update-record.ts';
import { Updates } from './session/updates.ts';
import { UrlSender } from './session/url-sender.ts';
import { WifiPrompt } from './session/wifi-prompt.ts';
import { openBuildWatches } from './watch/open-build-watches.ts';

/** Joins the services of one core: who is told of what. */
export function joinServices(parts: Parts, options: CoreOptions, world: World, hub: PushHub): Services {
  const { clock, binding, routes } = world;
  const { paths, settings, certificates, library } = parts;
  const requests = new RequestList((list) => hub.set('requests', list));
  const catalogue = new Catalogue();
  const selfTests = openSelfTests(parts, world);
  const shown = openBoardAuthorities(parts, selfTests, () => updates);
  const server = new FirmwareServer({
    clock,
    catalogue,
    ...shown.serving,
    version: options.version,
    socketBuffers: world.socketBuffers,
    onCrowd: world.holdMemory,
    onEvent: (event) => onServerEvent(event),
    limits: () => settings.current.limits,
    descriptorLimit: () => descriptorLimit(),
    rules: servingRules({
      certificate: () => certificates.names(),
      addresses: () => net.network.addresses().map(({ address }) => address),
      serving: () => settings.current.serving,
      isPushing: () => updates.isRunning,
      isOpen: () => plain.isServing,
      isSelf: (peer, peerPort) => selfTests.own.has(peer, peerPort),
      isPublicNetwork: () => net.network.isPublic,
    }),
  });
  const plain = new PlainServing(catalogue, library);
  const net = openNetwork(parts, options, world, {
    catalogue,
    server,
    control: () => control,
    boards: () => boards.addresses(),
    onState: (state) => hub.set('network', state),
  });
  const control: ServerControl = new ServerControl({
    clock,
    routes,
    server,
    certificates,
    settings: () => ({
      plainPort: settings.current.serving.plainPort,
      ...settings.current.server,
      ...options.server,
    }),
    drainMs: () => settings.current.serving.drainMs,
    aliasHosts: () => net.aliases.hosts,
    ownAddresses: () => net.network.addresses(),
    onAddresses: (listener) => net.network.onChange(listener),
    onState: (state) => {
      hub.set('server', state);
      net.serverIs(state);
    },
    onStopped: (except) => updates.serverStopped(except),
  });
  const proof = openEvidence(parts, options, world, hub, () => boards, shown.certificates);
  const memories = new BoardMemories({ file: paths.boardsFile, clock, onTrouble: world.onNotice });
  const boards: Boards = new Boards({
    binding,
    clock,
    memories,
    recognise: parts.mappings.recognise,
    openLog: (deviceId, onEntry) =>
      openBoardLog({
        logsFolder: paths.logs,
        retention: retentionOf(() => settings.current.log),
        deviceId,
        clock,
        onEntry: (entry) => {
          onEntry(entry);
          crashes.see(deviceId, entry);
          work.runs.see(deviceId, entry);
        },
        onBatch: (batch) => hub.send('log', batch),
      }),
    nameOf: (key) => settings.current.boardNames[key],
    serialSettings: () => settings.current.serial,
    onReplaced: (deviceId, beforeKey) => void moveName(settings, hub, deviceId, beforeKey),
    onState: (deviceId, state) => {
      hub.set('board', state, deviceId);
      if (state === null) crashes.forget(deviceId);
      net.network.boardsChanged();
    },
    onSerial: (deviceId, state) => hub.set('serial', state, deviceId),
    onEvent: (board, event, entry, facts) => {
      wifi.see(board, event);
      updates.fromBoard(board, event, entry, facts);
      work.runs.boardSeen(board);
    },
    onLink: (board, state) => {
      updates.fromLink(board, state);
      if (state.kind === 'gone') void portWatch.look();
    },
  });
  const { elfs, crashes } = openCrashNotes(parts, options, world, {
    boards: () => boards,
    watched: () => watches.files(),
  });
  const wifi = new WifiPrompt({ certsDir: paths.certs, onState: (state) => hub.set('wifi', state) });
  const wayTo = (board: Board, ipv4: string | null) =>
    net.network.wayFacts({ deviceId: board.deviceId, name: board.name, ipv4 });
  const preflight = new BoardPreflight({
    way: (board) => wayTo(board, board.facts.ipv4),
    trusts: selfTests.trusts,
    selfTester: selfTests.tester,
    ...shown.preflight,
    server: () => control.settings,
  });
  const aftermath = openAftermath(parts, world, () => boards, {
    onVerdict: (view, left) => recordVerdict(view, left),
    onWatch: proof.watched,
    evidenceKept: () => proof.evidence.settled(),
  });
  const urlSender = new UrlSender({
    clock,
    way: wayTo,
    pushedPaths: () => net.aliases.pushedPaths,
    catalogue,
    bytes: (imageId) => library.served(imageId),
    server: () => control.settings,
    ensureCertified: (host) => control.certify(host),
    preflight: async (board, image, url, host) =>
      proof.evidence.seePreflight(board.deviceId, await preflight.withUrl(board, image, url, host)),
  });
  const sender = openFaultSender(parts, world, urlSender, {
    bind: () => control.settings.bind,
    onEvent: (event, pushId) => onServerEvent(event, pushId),
  });
  const updates: Updates = new Updates({
    clock,
    boards: () => boards.all(),
    image: (imageId) => library.get(imageId),
    ensureServer: () => control.start(),
    hostGiven: (deviceId) => net.network.hostIsGiven(deviceId),
    sender,
    ...aftermath,
    watchMs: () => settings.current.watchSeconds * 1_000,
    onVerdict: (board, image, view) => onVerdict(board, image, view),
  });
  const lab = new LabHistory(proof);
  const faults = openFaultRuns(parts, world, hub, boards, updates, lab);
  const work: RunServices = openRuns(parts, options, world, hub, proof, { boards, updates, faults, control });
  const watches = openBuildWatches(parts, world, hub, boards, updates);
  const portWatch = new PortWatch({
    clock,
    binding,
    onPorts: (ports) => {
      hub.set('ports', ports);
      boards.portsChanged();
    },
    onProblems: (problems) => hub.set('portProblems', problems),
  });

  const onServerEvent = (event: ServerEvent, ofPush: string | null = null): void => {
    if (selfTests.own.owns(event)) return;
    requests.see(event);
    const near = updates.boardsAt(event.peer);
    noteServerEvent(event, near);
    const at = near.map(({ deviceId }) => deviceId);
    proof.evidence.seeServer(event, at);
    updates.fromServer(event, ofPush);
    hub.send('serverEvent', event);
  };
  const onVerdict = (board: Board, image: ImageEntry, view: SessionView): void => {
    board.log.note('workbench', verdictLine(board, image, view));
    board.log.mark('verdict', { pushId: view.pushId, outcome: view.verdict?.outcome ?? null });
    recordVerdict(view);
    watches.ended(board.deviceId);
  };
  const recordVerdict = (view: SessionView, left?: LeftBoard | null): void => {
    if (!lab.takes(view) && view.fault === undefined) keepRecord(view, library, world.onNotice);
    proof.evidence.conclude(view, left);
    work.runs.verdict(view);
  };
  const logServices = openLogViews(
    world,
    hub,
    () => boards,
    elfs,
    () => parts.mappings.mappings,
  );

  return {
    ...parts,
    ...proof,
    ...net,
    hub,
    watches,
    catalogue,
    plain,
    control,
    boards,
    ...logServices,
    memories,
    updates,
    ...aftermath,
    ...work,
    elfs,
    crashes,
    faults,
    wifi,
    preflight,
    selfTests,
    portWatch,
    world,
    options,
  };
}
