import './digests.css';

import type { ReactNode } from 'react';

import type { SessionView } from '../../shared/ota/session-view.ts';
import { useText } from '../text/text-context.tsx';
import { agreement } from './verdict-text.ts';

const GROUP_BYTES = 4;
const DIGEST_BYTES = 32;

/** The digests before, expected and after, with one stroke for every byte that agrees. */
export function Digests({ session }: { readonly session: SessionView }): ReactNode {
  const t = useText();
  const { before, expected, after } = session;
  const agrees = agreement(expected.sha256, after.sha256);
  const count = agrees?.filter(Boolean).length ?? null;
  return (
    <div className="digests" data-testid="digests">
      <Digest name={t('page:before')} digest={before.sha256} />
      <Digest name={t('page:expected')} digest={expected.sha256} />
      <div className="strokes" data-count={count ?? ''}>
        <b aria-hidden="true" />
        {groups(agrees ?? Array.from({ length: DIGEST_BYTES }, () => false)).map((group) => (
          <span key={group.at} aria-hidden="true">
            {group.items.map(({ at, item }) => (
              <i key={at} className={strokeClass(agrees, item)} />
            ))}
          </span>
        ))}
        {count !== null && (
          <em className={count === DIGEST_BYTES ? 'tone-ok' : 'tone-err'}>
            {count} / {DIGEST_BYTES}
          </em>
        )}
      </div>
      <Digest name={t('page:after')} digest={after.sha256} />
    </div>
  );
}

function strokeClass(agrees: readonly boolean[] | null, item: boolean): string | undefined {
  if (agrees === null) return undefined;
  return item ? 'met' : 'unmet';
}

function Digest({ name, digest }: { readonly name: string; readonly digest: string | null }): ReactNode {
  const t = useText();
  const bytes = digest === null ? Array.from({ length: DIGEST_BYTES }, () => '··') : bytesOf(digest);
  return (
    <div className={digest === null ? 'unknown' : undefined}>
      <b>{name}</b>
      <code title={digest ?? t('page:notReported')}>
        {groups(bytes).map((group) => (
          <span key={group.at}>{group.items.map(({ item }) => item).join('')}</span>
        ))}
      </code>
    </div>
  );
}

function bytesOf(digest: string): readonly string[] {
  return Array.from({ length: digest.length / 2 }, (_, i) => digest.slice(2 * i, 2 * i + 2));
}

interface Group<T> {
  readonly at: number;
  readonly items: readonly { readonly at: number; readonly item: T }[];
}

function groups<T>(items: readonly T[]): readonly Group<T>[] {
  const placed = items.map((item, at) => ({ at, item }));
  return Array.from({ length: Math.ceil(items.length / GROUP_BYTES) }, (_, i) => ({
    at: i,
    items: placed.slice(i * GROUP_BYTES, (i + 1) * GROUP_BYTES),
  }));
}
