import type { ImageEntry } from '../../shared/contract/values.ts';
import { describeServerEvent } from '../../shared/ota/describe-server-event.ts';
import type { ServerEvent } from '../../shared/ota/server-event.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import type { PushHub } from './api/push-hub.ts';
import type { Services } from './api/services.ts';
import type { Board } from './board/board.ts';
import { BoardMemories } from './board/board-memories.ts';
import { Boards } from './board/boards.ts';
import { PortWatch } from './board/port-watch.ts';
import type { CoreOptions } from './core.ts';
import { openCrashNotes } from './crash/open-crash-notes.ts';
import { openBoardLog } from './log/open-board-log.ts';
import type { Parts } from './open-parts.ts';
import type { World } from './ports.ts';
import { Catalogue } from './server/catalogue.ts';
import { FirmwareServer } from './server/firmware-server.ts';
import { openEvidence } from './report/open-evidence.ts';
import { RequestList } from './server/request-list.ts';
import { ServerControl } from './server/server-control.ts';
import { AfterWatches } from './session/after-watches.ts';
import { BoardPreflight } from './session/board-preflight.ts';
import { LeftOver } from './session/left-over.ts';
import { SessionJournal } from './session/session-journal.ts';
import { pushRecord, verdictLine, watchLine } from './session/update-record.ts';
import { Updates } from './session/updates.ts';
import { UrlSender } from './session/url-sender.ts';
import { WifiPrompt } from './session/wifi-prompt.ts';
import { BuildWatches } from './watch/build-watches.ts';

/** Joins the services of one core: who is told of what. */
export function joinServices(parts: Parts, options: CoreOptions, world: World, hub: PushHub): Services {
  const { clock, binding, routes } = world;
  const { paths, settings, certificates, library, pathAccess } = parts;
  const requests = new RequestList((list) => hub.set('requests', list));
  const catalogue = new Catalogue();
  const server = new FirmwareServer({
    clock,
    catalogue,
    credentials: () => certificates.credentials(),
    version: options.version,
    socketBuffers: world.socketBuffers,
    onEvent: (event) => onServerEvent(event),
  });
  const control = new ServerControl({
    clock,
    routes,
    server,
    certificates,
    settings: () => ({ ...settings.current.server, ...options.server }),
    onState: (state) => hub.set('server', state),
    onStopped: () => updates.serverStopped(),
  });
  const memories = new BoardMemories({ file: paths.boardsFile, clock, onTrouble: world.onNotice });
  const boards: Boards = new Boards({
  const proof = openEvidence(parts, options, world, hub, () => boards);
    binding,
    clock,
    memories,
    openLog: (deviceId, onEntry) =>
      openBoardLog({
        logsFolder: paths.logs,
        deviceId,
        clock,
        onEntry: (entry) => {
          onEntry(entry);
          crashes.see(deviceId, entry);
        },
        onBatch: (batch) => hub.send('log', batch),
      }),
    nameOf: (deviceId) => settings.current.boardNames[deviceId],
    onState: (deviceId, state) => hub.set('board', state, deviceId),
    onEvent: (board, event, entry, facts) => {
      wifi.see(board, event);
      updates.fromBoard(board, event, entry, facts);
    },
    onLink: (board, state) => updates.fromLink(board, state),
  });
  const { elfs, crashes } = openCrashNotes(parts, options, world, () => boards);
  const wifi = new WifiPrompt({ certsDir: paths.certs, onState: (state) => hub.set('wifi', state) });
  const preflight = new BoardPreflight({
    routes,
    certificates: () => certificates.state(),
    server: () => control.settings,
  });
  const journal = new SessionJournal({ dir: paths.journal, onTrouble: world.onNotice });
  const leftOver = new LeftOver({
    journal,
    logsFolder: paths.logs,
    onVerdict: (view) => recordVerdict(view),
  });
  const afterWatches = new AfterWatches({
    clock,
    onWatch: (deviceId, watch) => {
      const board = boards.get(deviceId);
      board.setAfterWatch(watch);
      const said = watchLine(watch);
      if (said !== null) board.log.note('workbench', said);
    },
  });
  const updates: Updates = new Updates({
      proof.watched(watch);
    clock,
    boards: () => boards.all(),
    image: (imageId) => library.get(imageId),
    ensureServer: () => control.start(),
    hostGiven: () => control.settings.host !== null || control.settings.bind !== '0.0.0.0',
    sender: new UrlSender({
      clock,
      routes,
      catalogue,
      bytes: (imageId) => library.bytes(imageId),
      server: () => control.settings,
      ensureCertified: (host) => control.certify(host),
      preflight: (board, image, url, host) => preflight.withUrl(board, image, url, host),
    }),
    journal,
    afterWatches,
    watchMs: () => settings.current.watchSeconds * 1_000,
    onVerdict: (board, image, view) => onVerdict(board, image, view),
  });
  const watches = new BuildWatches({
    clock,
    sha256: world.sha256,
    access: pathAccess,
    add: (image) => library.add(image),
    push: (start) => updates.start(boards.get(start.deviceId), start),
    onState: (list) => hub.set('watches', list),
  });
  const portWatch = new PortWatch({ clock, binding, onPorts: (ports) => hub.set('ports', ports) });

  const onServerEvent = (event: ServerEvent): void => {
    requests.see(event);
    const near = updates.boardsAt(event.peer);
    noteInLogs(event, near);
    proof.evidence.seeServer(
      event,
      near.map(({ deviceId }) => deviceId),
    );
    updates.fromServer(event, ofPush);
    hub.send('serverEvent', event);
  };
  const onVerdict = (board: Board, image: ImageEntry, view: SessionView): void => {
    board.log.note('workbench', verdictLine(board, image, view));
    board.log.mark('verdict', { pushId: view.pushId, outcome: view.verdict?.outcome ?? null });
    recordVerdict(view);
    watches.ended(board.deviceId);
  };
  const recordVerdict = (view: SessionView): void => {
    const record = pushRecord(view);
    if (record !== null) void library.recordPush(view.image.imageId, record).catch(world.onBug);
  };

  return {
    ...parts,
    hub,
    watches,
    catalogue,
    control,
    boards,
    memories,
    updates,
    journal,
    leftOver,
    elfs,
    crashes,
    wifi,
    preflight,
    portWatch,
    world,
    options,
    proof.evidence.conclude(view);
  };
}

/** What the server saw of a board stands in that board's log, in the order of time. */
    ...proof,
function noteInLogs(event: ServerEvent, boards: readonly Board[]): void {
  if (event.kind === 'connected' || event.kind === 'disconnected' || event.kind === 'requestProgress') return;
  for (const board of boards) board.log.note('server', describeServerEvent(event));
}
