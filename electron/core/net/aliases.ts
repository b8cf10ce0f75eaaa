import type { Socket } from 'node:net';

import type { AliasSettings, AliasState } from '../../../shared/contract/network-values.ts';
import type { ServerState } from '../../../shared/contract/values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import { toErrorPayload, WorkbenchError } from '../../../shared/errors.ts';
import { aliasHost, aliasPath } from '../../../shared/net/alias.ts';
import { AliasListener } from '../server/alias-listener.ts';
import type { Catalogue, Publication, ServedImage } from '../server/catalogue.ts';

export interface AliasesDeps {
  readonly catalogue: Catalogue;
  /** The bytes of a library image. @throws WorkbenchError image/unknown, image/altered */
  readonly image: (imageId: string) => Promise<ServedImage>;
  readonly adopt: (socket: Socket) => boolean;
  readonly ownAddresses: () => readonly string[];
  readonly server: () => ServerState;
  readonly saved: () => AliasSettings;
  readonly save: (aliases: AliasSettings) => Promise<void>;
  /** Has the server certificate name the hosts. */
  readonly certify: () => Promise<void>;
  readonly onState: (state: AliasState) => void;
}

/** What stands for "whatever is pushed" among the targets. */
export const PUSHED = 'pushed';

/** Serves boards whose firmware has a URL of its own: under other names, other paths, another port. */
export class Aliases {
  readonly #deps: AliasesDeps;
  readonly #listener: AliasListener;
  /** Set for this process alone. */
  #given: AliasSettings | null = null;
  #published: readonly Publication[] = [];
  #state: AliasState = { listener: { kind: 'off' }, broken: [] };
  #queue: Promise<void> = Promise.resolve();

  constructor(deps: AliasesDeps) {
    this.#deps = deps;
    this.#listener = new AliasListener(deps.adopt);
  }

  get current(): AliasSettings {
    return this.#given ?? this.#deps.saved();
  }

  /** Host names that the certificate is to hold, and that requests may name. */
  get hosts(): readonly string[] {
    return this.current.hosts;
  }

  /** Paths under which a push to a board with its own URL is served. */
  get pushedPaths(): readonly string[] {
    return this.current.paths.filter(({ target }) => target === PUSHED).map(({ path }) => path);
  }

  /**
   * Replaces the aliases, in effect at once. `keep` false: for this process alone.
   * @throws WorkbenchError alias/bad-host, alias/bad-path, alias/path-taken, image/unknown, server/address-in-use, …
   */
  async set(given: AliasSettings, keep: boolean): Promise<void> {
    const sound = soundAliases(given);
    if (keep) await this.#deps.save(sound);
    this.#given = keep ? null : sound;
    await this.#deps.certify();
    await this.apply();
    const { listener, broken } = this.#state;
    const error = listener.kind === 'failed' ? listener.error : broken[0]?.error;
    if (error !== undefined) throw new WorkbenchError(error.code, error.params);
  }

  /** The server started or stopped, or the settings changed: paths and port follow, one call after the other. */
  apply(): Promise<void> {
    this.#queue = this.#queue.then(() => this.#apply()).catch(() => undefined);
    return this.#queue;
  }

  async #apply(): Promise<void> {
    const server = this.#deps.server();
    const broken: { path: string; error: ErrorPayload }[] = [];
    const published: Publication[] = [];
    if (server.kind === 'listening') {
      for (const { path, target } of this.current.paths) {
        if (target === PUSHED) continue;
        try {
          const image = await this.#deps.image(target);
          published.push(this.#deps.catalogue.publish(image, { pushId: null, aliases: [path] }));
        } catch (thrown) {
          broken.push({ path, error: toErrorPayload(thrown) });
        }
      }
    }
    for (const publication of this.#published) publication.withdraw();
    this.#published = published;
    this.#tell({ listener: await this.#listen(server), broken });
  }

  async #listen(server: ServerState): Promise<AliasState['listener']> {
    const { port } = this.current;
    if (server.kind !== 'listening' || port === null || port === server.port) {
      await this.#listener.stop();
      return { kind: 'off' };
    }
    if (this.#listener.port === port) return { kind: 'listening', port };
    try {
      await this.#listener.start(port, server.bind, this.#deps.ownAddresses);
      return { kind: 'listening', port };
    } catch (thrown) {
      return { kind: 'failed', port, error: toErrorPayload(thrown) };
    }
  }

  #tell(state: AliasState): void {
    this.#state = state;
    this.#deps.onState(state);
  }
}

/** Each host and path once, as they are served. @throws WorkbenchError alias/… */
function soundAliases({ hosts, paths, port }: AliasSettings): AliasSettings {
  const byPath = new Map(paths.map(({ path, target }) => [aliasPath(path), target]));
  return {
    hosts: [...new Set(hosts.map(aliasHost))],
    paths: [...byPath].map(([path, target]) => ({ path, target })),
    port,
  };
}
