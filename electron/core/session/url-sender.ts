import type { Input } from '../../../shared/contract/contract.ts';
import type { ImageEntry } from '../../../shared/contract/values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import { withoutPassword } from '../../../shared/ota/delivery.ts';
import type { PreflightCheck } from '../../../shared/ota/preflight.ts';
import type { Line, Session } from '../../../shared/ota/session/session.ts';
import type { WayFacts } from '../../../shared/ota/way-facts.ts';
import type { Board } from '../board/board.ts';
import type { ImageBytes } from '../image/image-bytes.ts';
import type { Clock } from '../ports.ts';
import type { Catalogue, Publication, PublishOptions } from '../server/catalogue.ts';
import type { ServerSettings } from '../server/server-control.ts';
import { deliveryTerms, publishedUrl } from './delivery-terms.ts';
import { hostOf } from './host-choice.ts';
import { PushEnding } from './push-ending.ts';
import type { Sending } from './update-run.ts';

export interface UrlSenderDeps {
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly bytes: (imageId: string) => Promise<ImageBytes>;
  /** Where the server listens, and the host that was named for URLs. */
  readonly server: () => ServerSettings;
  /** The way to a board that is at this address. */
  readonly way: (board: Board, ipv4: string | null) => Promise<WayFacts>;
  /** Paths that firmware with a URL of its own may ask for. */
  readonly pushedPaths: () => readonly string[];
  /** Has the server certificate name this host. @throws WorkbenchError */
  readonly ensureCertified: (host: string) => Promise<void>;
  readonly preflight: (
    board: Board,
    image: ImageEntry,
    url: string,
    host: string,
  ) => Promise<readonly PreflightCheck[]>;
}

type Override = Input<'push.start'>['override'];

/** What an update expects of the image that is served. */
export interface Served {
  readonly sizeBytes: number;
  readonly version: string | null;
  /** What the board prints for its partition once it runs. */
  readonly sha256: string | null;
  readonly appElfSha256: string | null;
}

/** What one push serves, and how its URL reaches the board. */
export interface Offer {
  /** Where something else than the image itself is served. */
  readonly served?: Served;
  send(session: Session): Promise<Sending>;
  resend(url: string): Promise<Line>;
  /** Nothing more is served for this push; a running download ends by itself. */
  withdraw(): void;
}

/** A URL that is made, and where it leads. */
interface Ready {
  readonly host: string;
  readonly url: string;
  readonly way: WayFacts;
  readonly ending: PushEnding;
}

/** Publishes an image for a push, and writes the URL that leads to it. */
export class UrlSender {
  readonly #deps: UrlSenderDeps;

  constructor(deps: UrlSenderDeps) {
    this.#deps = deps;
  }

  /** @throws WorkbenchError image/altered when the kept file is not what was added */
  async offer(
    board: Board,
    image: ImageEntry,
    pushId: string,
    start: Input<'push.start'>,
    ownPath: () => boolean,
  ): Promise<Offer> {
    const { catalogue } = this.#deps;
    const delivery = deliveryTerms(start, this.#deps.server());
    const bytes = await this.#deps.bytes(image.imageId);
    const { imageId, fileName, urlName } = image;
    const published: Publication[] = [];
    const publish = (options: Omit<PublishOptions, 'pushId'>): Publication => {
      const given = { pushId, delivery, board: board.facts.ipv4, ...options };
      const publication = catalogue.publish({ imageId, fileName, urlName, bytes }, given);
      published.push(publication);
      return publication;
    };
    /** As the board was sent it, with its password. */
    let sent: string | null = null;
    const ending = new PushEnding();
    if (!start.sendUrl) {
      const aliases = [`/${fileName}`, `/firmware/${fileName}`, ...this.#deps.pushedPaths()];
      publish({ peer: board.facts.ipv4, aliases });
    }
    return {
      send: async (session) => {
        const way = await this.#wayTo(board, session);
        const host = hostOf(way.way);
        ending.check();
        const publication = publish({ ownPath: ownPath() });
        const url = publishedUrl(host, this.#deps.server(), delivery, publication);
        sent = url;
        return this.#send(board, image, { host, url, way, ending }, start.override);
      },
      resend: (url) => this.write(board, sent ?? url),
      withdraw: () => {
        ending.end();
        for (const publication of published) publication.withdraw();
      },
    };
  }

  async #send(
    board: Board,
    image: ImageEntry,
    { host, url, way, ending }: Ready,
    override: Override,
  ): Promise<Sending> {
    await this.#deps.ensureCertified(host);
    const checks = await this.#deps.preflight(board, image, url, host);
    const failed = checks.filter(({ result }) => result === 'failed');
    const overridden = failed.filter(({ name }) => override === 'all' || override.includes(name));
    const blocking = failed.find((check) => !overridden.includes(check));
    if (blocking !== undefined) return { kind: 'refused', error: refusal(blocking) };
    ending.check();
    const line = await this.write(board, url);
    return {
      kind: 'sent',
      url: withoutPassword(url),
      line,
      overridden: overridden.map(({ name }) => name),
      way,
    };
  }

  /** The host of the URL for a board whose session stands here. @throws WorkbenchError board/no-address, net/no-route */
  async hostFor(board: Board, session: Session): Promise<string> {
    return hostOf((await this.#wayTo(board, session)).way);
  }

  #wayTo(board: Board, session: Session): Promise<WayFacts> {
    return this.#deps.way(board, session.notes.lastFacts.ipv4);
  }

  /** Exactly one line end: the board cuts off the last character it read, whatever it is. */
  async write(board: Board, url: string): Promise<Line> {
    // What the board answers comes behind it.
    board.log.mark('push', { url: withoutPassword(url) });
    await board.link.write(new TextEncoder().encode(`${url}\n`));
    board.spendReady();
    const text = `Sent ${withoutPassword(url)} (${url.length} bytes + \\n)`;
    const { seq } = board.log.note('workbench', text);
    return { text, atMs: this.#deps.clock.nowMs(), seq };
  }
}

function refusal({ code, params }: PreflightCheck): ErrorPayload {
  return { code, params };
}
