import { toErrorPayload, WorkbenchError } from '../../../shared/errors.ts';
import type { LineEnding } from '../../../shared/serial/line-ending.ts';
import { caretName, lineEndCharacters } from '../../../shared/serial/line-ending.ts';
import type { MenuAction } from '../../../shared/serial/monitor-menu.ts';
import { EXIT_KEY, MENU_KEY, MENU_LETTERS, readTyped } from '../../../shared/serial/monitor-menu.ts';
import { errorText } from '../../../shared/text/translator.ts';
import type { CoreClient } from '../client.ts';
import type { Output } from '../output.ts';
import type { MonitorView } from './monitor-view.ts';
import type { TextLog } from './text-log.ts';

export interface KeysDeps {
  readonly client: CoreClient;
  readonly deviceId: string;
  readonly port: string;
  readonly out: Output;
  readonly view: MonitorView;
  readonly textLog: TextLog;
  /** What Enter sends. */
  readonly lineEnding: () => LineEnding;
  readonly logFolder: string;
  readonly onExit: () => void;
}

/** Longest text of one request. */
const MAX_TEXT = 4_000;

/** The keys of a terminal: what is typed goes to the board, Ctrl+T begins a command of the menu. */
export class Keys {
  readonly #deps: KeysDeps;
  #inMenu = false;
  /** Keys and commands happen in the order in which they were typed. */
  #last: Promise<void> = Promise.resolve();

  constructor(deps: KeysDeps) {
    this.#deps = deps;
    deps.textLog.onError((detail) => this.#note(deps.out.t('serial:monitorSaveFailed', { detail })));
  }

  type(text: string): void {
    const { parts, inMenu } = readTyped(text, this.#inMenu);
    this.#inMenu = inMenu;
    for (const part of parts) {
      if (part.kind === 'send') this.#queue(() => this.#send(this.#withLineEnds(part.text)));
      else if (part.kind === 'menu') this.#queue(() => this.#act(part.action));
      else this.#note(this.#deps.out.t('serial:monitorUnknownKey', { key: caretName(part.key) }));
    }
  }

  #withLineEnds(text: string): string {
    return text.replaceAll('\r', lineEndCharacters(this.#deps.lineEnding()));
  }

  #queue(action: () => Promise<void> | void): void {
    this.#last = this.#last.then(action).catch((thrown: unknown) => {
      const { message, hint } = errorText(this.#deps.out.t, toErrorPayload(thrown));
      this.#note(thrown instanceof WorkbenchError ? `${message} ${hint}` : message);
    });
  }

  async #send(text: string): Promise<void> {
    const { client, deviceId } = this.#deps;
    for (let at = 0; at < text.length; at += MAX_TEXT)
      await client.call('board.send', { deviceId, text: text.slice(at, at + MAX_TEXT) });
  }

  async #act(action: MenuAction): Promise<void> {
    const { client, deviceId, out, view, onExit } = this.#deps;
    switch (action) {
      case 'reset':
        await client.call('board.reset', { deviceId });
        return;
      case 'download':
        await client.call('board.enterDownload', { deviceId });
        return this.#note(out.t('serial:monitorDownload'));
      case 'pause':
        if (view.togglePause()) return this.#note(out.t('serial:monitorPaused'));
        return this.#note(out.t('serial:monitorResumed', { lines: view.takeHidden() }));
      case 'saveLog':
        return await this.#toggleSave();
      case 'timestamps':
        return this.#note(
          out.t(view.toggleTimestamps() ? 'serial:monitorStampsOn' : 'serial:monitorStampsOff'),
        );
      case 'help':
        return this.#help();
      case 'exit':
        return onExit();
      case 'sendMenuKey':
        return await this.#send(MENU_KEY);
      case 'sendExitKey':
        return await this.#send(EXIT_KEY);
      default:
        return action satisfies never;
    }
  }

  async #toggleSave(): Promise<void> {
    const { textLog, out, port } = this.#deps;
    if (textLog.isOn) {
      await textLog.end();
      return this.#note(out.t('serial:monitorSaveEnded'));
    }
    this.#note(out.t('serial:monitorSaving', { file: textLog.start(port, Date.now()) }));
  }

  #help(): void {
    const { out, logFolder } = this.#deps;
    this.#note(out.t('serial:monitorHelp'));
    for (const [letter, action] of MENU_LETTERS)
      this.#note(`  Ctrl+T ${letter}  ${out.t(`serial:menu_${action}`)}`);
    this.#note(`  Ctrl+]    ${out.t('serial:menu_exit')}`);
    this.#note(out.t('serial:monitorKept', { folder: logFolder }));
  }

  #note(text: string): void {
    this.#deps.out.note(`--- ${text}`);
  }
}
