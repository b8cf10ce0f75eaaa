import './image.css';

import { Button, Menu } from '@mantine/core';
import { IconFileDigit } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { openFileDialog } from '../bench/browser-files.ts';
import { useText } from '../text/text-context.tsx';
import { RecentImages, useRecentImages } from './image-menu.tsx';

/** The empty bench: where the image goes, and what dropping does. */
export function DropCard(): ReactNode {
  const t = useText();
  const recent = useRecentImages();
  return (
    <section className="drop card" aria-label={t('page:image')}>
      <IconFileDigit size={40} stroke={1} className="tone-accent" aria-hidden="true" />
      <h3>{t('page:dropHere')}</h3>
      <p>{t('page:dropInspects')}</p>
      <p className="actions">
        <Button variant="filled" onClick={openFileDialog}>
          {t('page:chooseFile')}
        </Button>
        {recent.length > 0 && (
          <Menu>
            <Menu.Target>
              <Button>{t('page:recentImages')}</Button>
            </Menu.Target>
            <Menu.Dropdown>
              <RecentImages />
            </Menu.Dropdown>
          </Menu>
        )}
      </p>
      <p className="hint">
        {t('page:buildLeavesItAt')} <code>build/&lt;project&gt;.bin</code>
        {t('page:othersTurnedAway')}
      </p>
    </section>
  );
}
