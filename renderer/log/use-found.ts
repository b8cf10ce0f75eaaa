import { useEffect, useState } from 'react';

import type { LogQuery } from '../../shared/log/log-filter.ts';
import { useClient } from '../client/context.tsx';
import type { LogFeed } from './log-feed.ts';
import type { Span } from './segments.ts';

const NONE: ReadonlyMap<number, readonly Span[]> = new Map();
const ASK_AFTER_MS = 60;

/**
 * What a regular expression finds in the rows in sight, by seq. The core looks: a pattern that never ends must not
 * hang the page.
 */
export function useFound(
  feed: LogFeed | null,
  query: LogQuery | null,
  seqs: readonly number[],
): ReadonlyMap<number, readonly Span[]> {
  const client = useClient();
  const [found, setFound] = useState(NONE);
  const viewId = feed?.viewId ?? null;
  const key = query?.regex === true ? seqs.join(' ') : '';
  const isSearched = feed?.state?.find != null;
  useEffect(() => {
    if (viewId === null || key === '' || !isSearched || query === null) {
      setFound(NONE);
      return;
    }
    const asked = key.split(' ').map(Number);
    let current = true;
    const timer = setTimeout(() => {
      client
        .call('log.foundIn', { viewId, seqs: asked })
        .then((answer) => {
          if (current) setFound(new Map(asked.map((seq, i) => [seq, answer.found[i] ?? []])));
        })
        .catch(() => undefined);
    }, ASK_AFTER_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, viewId, key, query, isSearched]);
  return found;
}
