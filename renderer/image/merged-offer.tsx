import './merged-offer.css';

import { Button, CloseButton } from '@mantine/core';
import { IconPackageExport } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { exactBytes, hex } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import type { MergedApp } from './merged-file.ts';

/** A merged flash image was dropped: it is no update, but the apps in it are. */
export function MergedOffer(): ReactNode {
  const t = useText();
  const { state, dispatch } = useBench();
  const { extractApp } = useActions();
  const { merged } = state;
  if (merged === null) return null;
  return (
    <section className="merged-offer" aria-label={t('page:mergedImage')} role="alert">
      <Glyph name="warning" />
      <div>
        <p>
          <b>{t('page:mergedIs', { file: merged.fileName })}</b> {t('page:mergedOffer')}
        </p>
        <ul>
          {merged.apps.map((app) => (
            <li key={app.offset}>
              <Button
                leftSection={<IconPackageExport size={16} stroke={1.5} />}
                onClick={() => void extractApp(merged, app.offset)}
              >
                {t('page:extractApp', { app: nameOf(app) })}
              </Button>
              <small>
                {app.label} {hex(app.offset)} · {exactBytes(app.sizeBytes)}
              </small>
            </li>
          ))}
        </ul>
      </div>
      <CloseButton
        size="sm"
        aria-label={t('page:close')}
        onClick={() => dispatch({ kind: 'offerMerged', merged: null })}
      />
    </section>
  );
}

function nameOf({ projectName, version, offset }: MergedApp): string {
  const known = [projectName, version].filter((part) => part !== null).join(' ');
  return known === '' ? hex(offset) : known;
}
