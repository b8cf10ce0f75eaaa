import type { ImageEntry } from '../../shared/contract/values.ts';
import { describeServerEvent } from '../../shared/ota/describe-server-event.ts';
import type { ServerEvent } from '../../shared/ota/server-event.ts';
import { createDispatch } from './api/dispatch.ts';
import { createHandlers } from './api/handlers.ts';
import { PushHub } from './api/push-hub.ts';
import type { Board } from './board/board.ts';
import { BoardMemories } from './board/board-memories.ts';
import { Boards } from './board/boards.ts';
import { PortWatch } from './board/port-watch.ts';
import type { Core, CoreOptions } from './core.ts';
import { openDataDir } from './data/open-data-dir.ts';
import { openImageLibrary } from './image/image-library.ts';
import { summaryOf } from './image/image-summary.ts';
import { openPathAccess } from './image/path-access.ts';
import { openBoardLog } from './log/open-board-log.ts';
import type { World } from './ports.ts';
import { Catalogue } from './server/catalogue.ts';
import { FirmwareServer } from './server/firmware-server.ts';
import { RequestList } from './server/request-list.ts';
import { ServerControl } from './server/server-control.ts';
import { BoardPreflight } from './session/board-preflight.ts';
import { pushRecord, verdictLine } from './session/update-record.ts';
import { Updates } from './session/updates.ts';
import { UrlSender } from './session/url-sender.ts';
import { WifiPrompt } from './session/wifi-prompt.ts';
import { SettingsStore } from './settings/settings-store.ts';
import { openCertificates } from './tls/open-certificates.ts';
import { BuildWatches } from './watch/build-watches.ts';

/**
 * Opens the data directory and joins the services to one core.
 * @throws WorkbenchError data/in-use, data/not-writable, cert/invalid, path/not-a-folder
 */
export async function createCore(options: CoreOptions, world: World): Promise<Core> {
  const { clock, binding, routes } = world;
  const data = await openDataDir(options.dataDir, options.shell);
  const hub = new PushHub();
  try {
    const settings = new SettingsStore({ file: data.paths.settingsFile, clock, onDamaged: world.onNotice });
    const certificates = await openCertificates({ dir: data.paths.certs, clock });
    const library = await openImageLibrary({ dir: data.paths.images, clock, sha256: world.sha256 });
    const anyPath = options.shell !== 'station';
    const pathAccess = await openPathAccess(anyPath ? 'any' : (options.allowedFolders ?? []));
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
    const memories = new BoardMemories({ file: data.paths.boardsFile, clock, onTrouble: world.onNotice });
    const boards: Boards = new Boards({
      binding,
      clock,
      memories,
      openLog: (deviceId, onEntry) =>
        openBoardLog({
          logsFolder: data.paths.logs,
          deviceId,
          clock,
          onEntry,
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
    const wifi = new WifiPrompt({ certsDir: data.paths.certs, onState: (state) => hub.set('wifi', state) });
    const preflight = new BoardPreflight({
      routes,
      certificates: () => certificates.state(),
      server: () => control.settings,
    });
    const updates: Updates = new Updates({
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
      noteInLogs(event, updates.boardsAt(event.peer));
      updates.fromServer(event);
      hub.send('serverEvent', event);
    };
    const onVerdict = (board: Board, image: ImageEntry, view: Parameters<typeof pushRecord>[0]): void => {
      board.log.note('workbench', verdictLine(board, image, view));
      board.log.mark('verdict', { pushId: view.pushId, outcome: view.verdict?.outcome ?? null });
      const record = pushRecord(view);
      if (record !== null) void library.recordPush(image.imageId, record).catch(world.onBug);
      watches.ended(board.deviceId);
    };

    hub.set('app', {
      version: options.version,
      shell: options.shell === 'window' ? 'window' : 'station',
      platform: process.platform,
      language: options.language,
      startedAtMs: clock.nowMs(),
      paths: pathAccess.told,
    });
    hub.set('settings', settings.current);
    hub.set('certificates', certificates.state());
    hub.set('requests', []);
    hub.set('watches', []);
    const tellImage = (imageId: string, entry: ImageEntry | null): void =>
      hub.set('image', entry && summaryOf(entry), imageId);
    for (const entry of library.list().toReversed()) tellImage(entry.imageId, entry);
    library.onChange(tellImage);
    certificates.onChange(() => hub.set('certificates', certificates.state()));
    portWatch.start();

    const services = {
      hub,
      settings,
      certificates,
      library,
      pathAccess,
      watches,
      catalogue,
      control,
      boards,
      updates,
      wifi,
      preflight,
      portWatch,
      world,
      options,
    };
    return {
      dispatch: createDispatch(createHandlers(services), world.onBug),
      onPush: (listener) => hub.onPush(listener),
      states: () => hub.read(),
      stop: async () => {
        portWatch.stop();
        watches.stopAll();
        updates.cancelAll();
        await control.stop();
        await boards.closeAll();
        await memories.settled();
        await library.settled();
        await world.stop();
        data.release();
      },
    };
  } catch (thrown) {
    data.release();
    throw thrown;
  }
}

/** What the server saw of a board stands in that board's log, in the order of time. */
function noteInLogs(event: ServerEvent, boards: readonly Board[]): void {
  if (event.kind === 'connected' || event.kind === 'disconnected' || event.kind === 'requestProgress') return;
  for (const board of boards) board.log.note('server', describeServerEvent(event));
}
