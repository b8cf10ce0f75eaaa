import type { BoardFacts } from '../../shared/ota/board-facts.ts';
import { NO_FACTS } from '../../shared/ota/board-facts.ts';
import type { DeviceEvent } from '../../shared/ota/device/device-event.ts';
import { readBoard } from '../../shared/ota/device/read-board.ts';
import { recognise } from '../../shared/ota/device/recognise.ts';
import type { ServerEvent } from '../../shared/ota/server-event.ts';
import type { Session, SessionEvent, SessionOptions } from '../../shared/ota/session/session.ts';
import { startSession } from '../../shared/ota/session/session.ts';
import { dueAtMs, step } from '../../shared/ota/session/step.ts';
import type { WayFacts } from '../../shared/ota/way-facts.ts';

export const OLD_SHA = 'b8'.repeat(32);
export const NEW_SHA = '37'.repeat(32);
export const NEW_ELF = 'c0ffee12'.repeat(8);

/** Drives one session by log lines as a board prints them ("I (12) tag: text"), on a clock of its own. */
export class SessionDriver {
  nowMs = 1_000_000;
  facts: BoardFacts = NO_FACTS;
  session!: Session;
  /** What is known of the way to the board when its URL is sent. */
  way: WayFacts | null = null;
  #seq = 0;

  /** Lines before the update began: they only make facts. */
  before(text: string): this {
    for (const line of split(text)) this.#read(line);
    return this;
  }

  start(options: Partial<SessionOptions> = {}): this {
    this.session = startSession({
      pushId: 'p1',
      deviceId: 'port-test',
      image: {
        imageId: 'ab'.repeat(32),
        fileName: 'app.bin',
        projectName: 'native_ota',
        version: '1.5.0',
        sizeBytes: 900_000,
      },
      expectedSha256: NEW_SHA,
      facts: this.facts,
      options: {
        mayReset: false,
        sendUrl: true,
        hostGiven: false,
        endAtMs: null,
        appElfSha256: NEW_ELF,
        ...options,
      },
      nowMs: this.nowMs,
    });
    return this;
  }

  /** Lines of the board, 10 ms apart; the URL is sent as soon as the session wants it. */
  board(text: string): this {
    for (const line of split(text)) {
      this.after(10);
      const event = this.#read(line);
      if (event !== null) {
        this.step({
          kind: 'device',
          event,
          facts: this.facts,
          line: { text: line, atMs: this.nowMs, seq: this.#seq },
        });
      }
    }
    return this;
  }

  /** A line that a mapping file gives this meaning. */
  means(event: DeviceEvent): this {
    this.after(10);
    this.#seq += 1;
    this.facts = readBoard(this.facts, event);
    const line = { text: event.kind, atMs: this.nowMs, seq: this.#seq };
    return this.step({ kind: 'device', event, facts: this.facts, line });
  }

  server(event: Partial<ServerEvent> & { readonly kind: ServerEvent['kind'] }, certain = true): this {
    const whole = { connectionId: 1, peer: '192.168.1.77', peerPort: 54322, atMs: this.nowMs, ...event };
    return this.step({ kind: 'server', event: whole as ServerEvent, certain });
  }

  /** Lets time pass; deadlines fire on the way. */
  after(ms: number): this {
    const until = this.nowMs + ms;
    for (let due = dueAtMs(this.session); due !== null && due <= until; due = dueAtMs(this.session)) {
      this.nowMs = Math.max(this.nowMs, due);
      const before = this.session;
      this.step({ kind: 'tick' });
      if (this.session === before)
        throw new Error(`A passed deadline changed nothing in ${before.phase.kind}.`);
      this.#serve();
    }
    this.nowMs = until;
    return this;
  }

  step(event: SessionEvent): this {
    this.session = step(this.session, event, this.nowMs);
    this.#serve();
    return this;
  }

  get verdict() {
    return this.session.view.verdict;
  }

  get code(): string | null {
    return this.verdict?.error?.code ?? null;
  }

  get stages(): readonly string[] {
    return this.session.view.stages.map(({ stage }) => stage);
  }

  /** Does what the runner does on entering a phase. */
  #serve(): void {
    const { kind } = this.session.phase;
    const line = { text: 'Sent https://192.168.1.23:8002/firmware/app.bin', atMs: this.nowMs, seq: null };
    const url = 'https://192.168.1.23:8002/firmware/app.bin';
    if (kind === 'sending' || kind === 'resending')
      this.session = step(this.session, { kind: 'urlSent', url, line, way: this.way }, this.nowMs);
    if (kind === 'resetting') this.session = step(this.session, { kind: 'linesReset' }, this.nowMs);
  }

  #read(line: string) {
    this.#seq += 1;
    const match = line.match(/^[EWIDV] \(\d+\) ([^:]+): ?(.*)$/);
    const event = recognise({ tag: match?.[1] ?? null, text: match?.[2] ?? line });
    if (event !== null) this.facts = readBoard(this.facts, event);
    return event;
  }
}

function split(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

const ROWS = `I (70) boot: Partition Table:
I (75) boot:  3 factory          factory app      00 00 00010000 00100000
I (78) boot:  4 ota_0            OTA app          00 10 00110000 00100000
I (82) boot:  5 ota_1            OTA app          00 11 00210000 00100000`;

/** A boot of the old image from ota_0 up to the ready line. */
export const OLD_BOOT = `rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)
I (43) boot: ESP-IDF v5.3.4 2nd stage bootloader
${ROWS}
I (667) boot: Loaded app from partition at offset 0x110000
I (861) app_init: App version:      1.4.2
I (870) app_init: ELF file SHA256:  aaaaaaaaa...
I (900) native_ota_example: OTA example app_main start
I (1879) native_ota_example: SHA-256 for current firmware: : ${OLD_SHA}
I (4823) esp_netif_handlers: example_netif_sta ip: 192.168.1.77, mask: 255.255.255.0, gw: 192.168.1.1
I (5236) native_ota_example: Starting OTA example task
I (5241) native_ota_example: Running partition type 0 subtype 16 (offset 0x00110000)`;

/** From the accepted header to the announced restart. */
export const DOWNLOAD = `I (66238) native_ota_example: Writing to partition subtype 17 at offset 0x210000
I (66265) native_ota_example: New firmware version: 1.5.0
I (66268) native_ota_example: Running firmware version: 1.4.2
I (66379) native_ota_example: esp_ota_begin succeeded
I (66400) native_ota_example: Written image length 1024
I (74000) native_ota_example: Written image length 900000
I (74474) native_ota_example: Total Write binary data length: 900000
I (75362) esp_image: segment 0: paddr=00210020 vaddr=3f400020 size=29fe8h (172008) map
I (75365) esp_image: segment 0: paddr=00210020 vaddr=3f400020 size=29fe8h (172008) map
I (75379) native_ota_example: Prepare to restart system!`;

/** The restart into the new image up to its digest. */
export const NEW_BOOT = `rst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)
I (43) boot: ESP-IDF v5.3.4 2nd stage bootloader
${ROWS}
I (664) boot: Loaded app from partition at offset 0x210000
I (859) app_init: App version:      1.5.0
I (870) app_init: ELF file SHA256:  ${NEW_ELF.slice(0, 9)}...
I (900) native_ota_example: OTA example app_main start
I (1299) native_ota_example: SHA-256 for current firmware: : ${NEW_SHA}`;
