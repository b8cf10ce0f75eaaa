import type { Client } from '../client/client.ts';
import type { FeedOptions } from './log-feed.ts';
import { LogFeed } from './log-feed.ts';

/** The logs that the page looks at: it holds the rows in sight, the core all of them. */
export class LogStore {
  readonly #client: Client;
  readonly #feeds = new Set<LogFeed>();

  constructor(client: Client) {
    this.#client = client;
    client.listen('logView', (state) => {
      for (const feed of this.#feeds) feed.take(state);
    });
    let lost = false;
    client.watch(() => {
      const { kind } = client.status();
      // The core may be another one now, which knows nothing of these views.
      if (lost && kind === 'open') for (const feed of this.#feeds) void feed.open();
      lost = kind === 'lost' || (lost && kind !== 'open');
    });
  }

  /** Opens a log; `close` ends it. */
  open(options: FeedOptions): LogFeed {
    const feed = new LogFeed(this.#client, options);
    this.#feeds.add(feed);
    void feed.open();
    return feed;
  }

  close(feed: LogFeed): void {
    this.#feeds.delete(feed);
    feed.close();
  }
}
