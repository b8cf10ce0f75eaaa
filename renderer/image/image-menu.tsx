import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconFileDigit, IconFolderOpen, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { ImageSummary } from '../../shared/contract/values.ts';
import { openFileDialog } from '../bench/browser-files.ts';
import { useActions } from '../bench/use-actions.ts';
import { useImages } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';

const RECENT = 8;

/** Another image: from a file, or one that was dropped before. */
export function ImageMenu(): ReactNode {
  const t = useText();
  return (
    <Menu position="bottom-end" returnFocus>
      <Menu.Target>
        <Tooltip label={t('page:replaceImage')}>
          <ActionIcon size={28} aria-label={t('page:replaceImage')}>
            <IconRefresh size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFolderOpen size={16} stroke={1.5} />} onClick={openFileDialog}>
          {t('page:chooseFile')}
        </Menu.Item>
        <RecentImages />
      </Menu.Dropdown>
    </Menu>
  );
}

/** Menu items of the images that were added last. */
export function RecentImages(): ReactNode {
  const t = useText();
  const { chooseImage } = useActions();
  const images = useRecentImages();
  if (images.length === 0) return null;
  return (
    <>
      <Menu.Label>{t('page:recentImages')}</Menu.Label>
      {images.map(({ imageId, fileName, projectName, version, available }) => (
        <Menu.Item
          key={imageId}
          leftSection={<IconFileDigit size={16} stroke={1.5} />}
          disabled={!available}
          onClick={() => chooseImage(imageId)}
        >
          {fileName} {projectName} {version}
        </Menu.Item>
      ))}
    </>
  );
}

/** The images added last, newest first. */
export function useRecentImages(): readonly ImageSummary[] {
  return useImages().slice(0, RECENT);
}
