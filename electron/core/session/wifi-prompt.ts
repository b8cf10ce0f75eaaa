import type { DeviceEvent } from '../../../shared/ota/device/device-event.ts';
import type { Board } from '../board/board.ts';
import { WifiCredentials } from './wifi-credentials.ts';

export interface WifiPromptDeps {
  readonly certsDir: string;
  readonly onState: (state: 'none' | 'kept' | 'asked') => void;
}

/** Answers boards that ask `Please input ssid password:`, once a person has given the bench's network. */
export class WifiPrompt {
  readonly #deps: WifiPromptDeps;
  readonly #credentials: WifiCredentials;
  readonly #waiting = new Set<Board>();

  constructor(deps: WifiPromptDeps) {
    this.#deps = deps;
    this.#credentials = new WifiCredentials(deps.certsDir);
    deps.onState(this.#credentials.isKept ? 'kept' : 'none');
  }

  see(board: Board, event: DeviceEvent): void {
    if (event.kind === 'reset') this.#waiting.delete(board);
    if (event.kind !== 'asksCredentials') return;
    this.#waiting.add(board);
    this.#answer();
  }

  /** @throws WorkbenchError data/not-writable */
  async keep(ssid: string, password: string): Promise<void> {
    await this.#credentials.keep(ssid, password);
    this.#deps.onState('kept');
    this.#answer();
  }

  #answer(): void {
    const line = this.#credentials.line();
    if (line === null) {
      this.#deps.onState(this.#waiting.size > 0 ? 'asked' : 'none');
      return;
    }
    for (const board of this.#waiting) {
      board.log.note('workbench', 'Sent the Wi-Fi credentials of this bench');
      // A port that closed meanwhile asks again after its next boot.
      board.link.write(line).catch(() => undefined);
    }
    this.#waiting.clear();
  }
}
