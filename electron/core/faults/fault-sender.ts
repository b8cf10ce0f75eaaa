import type { Input } from '../../../shared/contract/contract.ts';
import type { ImageEntry } from '../../../shared/contract/values.ts';
import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import type { FaultName, FaultSetting } from '../../../shared/faults/fault.ts';
import { faultBody, fillBody, paramsFor } from '../../../shared/faults/fault-body.ts';
import { FAULTS } from '../../../shared/faults/fault-table.ts';
import { withVersion } from '../../../shared/faults/reseal.ts';
import { nextSlot } from '../../../shared/ota/device/read-board.ts';
import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import type { Board } from '../board/board.ts';
import type { Clock, Sha256, SocketBuffers, VirtualFaults } from '../ports.ts';
import { urlAt } from '../session/host-choice.ts';
import { PushEnding } from '../session/push-ending.ts';
import type { Sending } from '../session/update-run.ts';
import type { Offer, UrlSender } from '../session/url-sender.ts';
import type { FaultCertificates } from './fault-certificates.ts';
import type { FaultOffering } from './fault-exchange.ts';
import { FaultListener } from './fault-listener.ts';
import { freePort } from './free-port.ts';

export interface FaultSenderDeps {
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly sender: UrlSender;
  readonly certificates: FaultCertificates;
  readonly bytes: (imageId: string) => Promise<Uint8Array>;
  readonly bind: () => string;
  readonly socketBuffers: () => Promise<SocketBuffers | null>;
  readonly virtualFaults: VirtualFaults | null;
  /** What the misbehaving server saw; it belongs to this push, whatever address it came from. */
  readonly onEvent: (event: ServerEvent, pushId: string) => void;
}

/** An address that nobody answers (RFC 5737). Nothing is sent there from this machine: the board is told of it. */
const NOBODY = '192.0.2.1';
/** Slot of a board whose table was not seen, as in ESP-IDF's own table with two of them. */
const USUAL_SLOT_BYTES = 0x100000;
/** The strict server counts from 1. */
const FIRST_ID = 1_000_000_000;
/** The server has no part in this one. */
const SERVED_AS_IT_IS: FaultName = 'flipped-bit';

/** Offers an image for a push as `UrlSender` does, and with a fault where the push has one as a setting. */
export class FaultSender {
  readonly #deps: FaultSenderDeps;
  #lastId = FIRST_ID;

  constructor(deps: FaultSenderDeps) {
    this.#deps = deps;
  }

  /** @throws WorkbenchError image/altered, serial/port-not-found for a fault of a virtual board on another one */
  async offer(
    board: Board,
    image: ImageEntry,
    pushId: string,
    start: Input<'push.start'>,
    ownPath: () => boolean,
  ): Promise<Offer> {
    const { sender, virtualFaults, sha256 } = this.#deps;
    const { fault } = start;
    if (fault === undefined) return sender.offer(board, image, pushId, start, ownPath);
    const original = await this.#deps.bytes(image.imageId);
    const whole = fault.version === null ? original : withVersion(original, fault.version, sha256);
    const facts = inspectImage(whole, sha256, image.fileName);
    const params = paramsFor(fault.name, fault.params, whole.length);
    const slotBytes = nextSlot(board.facts)?.sizeBytes ?? USUAL_SLOT_BYTES;
    const body = fault.fillsSlot ? fillBody(whole) : faultBody(fault.name, whole, params, slotBytes, sha256);
    const name = fault.fillsSlot ? SERVED_AS_IT_IS : fault.name;
    const path = `/firmware/${encodeURIComponent(image.urlName)}.bin`;
    const { imageId, fileName } = image;
    const offering = { plan: { name, params, body, path }, pushId, imageId, fileName };
    let listener: FaultListener | null = null;
    let disarm = (): void => undefined;
    const ending = new PushEnding();
    board.log.note('workbench', fault.fillsSlot ? 'Filling the slot' : `Fault ${name}`);
    if (FAULTS[name].side === 'board' && virtualFaults !== null && board.port.virtual)
      disarm = virtualFaults.arm(board.port.path, name, params);
    return {
      served: {
        sizeBytes: body.length,
        version: facts.version,
        sha256: facts.partitionSha256,
        appElfSha256: facts.appElfSha256,
      },
      send: async (session) => {
        const host = await sender.hostFor(board, session);
        const made = await this.#open(fault.port, host, offering);
        listener = made.listener;
        if (ending.hasCome) made.listener?.close();
        ending.check();
        return this.#send(board, made.url);
      },
      resend: (url) => sender.write(board, url),
      withdraw: () => {
        ending.end();
        listener?.close();
        disarm();
      },
    };
  }

  /** Where the board is sent to, and who waits there. */
  async #open(
    port: FaultSetting['port'],
    host: string,
    offering: FaultOffering,
  ): Promise<{ readonly url: string; readonly listener: FaultListener | null }> {
    const { clock, certificates, onEvent, socketBuffers } = this.#deps;
    const { name, path } = offering.plan;
    if (name === 'port-filtered') return { url: urlAt(NOBODY, 8002, path), listener: null };
    if (name === 'server-gone')
      return { url: urlAt(host, await freePort(this.#deps.bind()), path), listener: null };
    const tls = name === 'plain-http' ? null : await certificates.optionsFor(name, host);
    const listener = new FaultListener(
      {
        clock,
        socketBuffers: await socketBuffers(),
        nextId: () => {
          this.#lastId += 1;
          return this.#lastId;
        },
        onEvent: (event) => onEvent(event, offering.pushId),
      },
      offering,
      tls,
    );
    return { url: urlAt(host, await listener.listen(port, this.#deps.bind()), path), listener };
  }

  async #send(board: Board, url: string): Promise<Sending> {
    return { kind: 'sent', url, line: await this.#deps.sender.write(board, url), overridden: [] };
  }
}
