import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { AliasPath } from '../../shared/contract/network-values.ts';
import { useImages } from '../client/context.tsx';
import { imageTitle } from '../library/library-text.ts';
import { useText } from '../text/text-context.tsx';

/** A library of thousands would make each list slow; the newest are what is served. */
const MOST_SHOWN = 100;

/** A path while it is typed; `id` tells rows apart that have no name yet. */
export interface AliasRow extends AliasPath {
  readonly id: number;
}

interface AliasPathsProps {
  readonly rows: readonly AliasRow[];
  readonly onChange: (rows: readonly AliasRow[]) => void;
}

/** Rows for paths that are kept. */
export function rowsOf(paths: readonly AliasPath[]): readonly AliasRow[] {
  return paths.map(({ path, target }, id) => ({ id, path, target }));
}

/** The paths that are answered, each with what is served there. */
export function AliasPaths({ rows, onChange }: AliasPathsProps): ReactNode {
  const t = useText();
  const images = useImages();
  const change = (id: number, patch: Partial<AliasPath>): void =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...patch } : row)));
  const nextId = Math.max(-1, ...rows.map(({ id }) => id)) + 1;
  const choices = [
    { value: 'pushed', label: t('network:pushed') },
    ...images
      .slice(0, MOST_SHOWN)
      .map((image) => ({ value: image.imageId, label: `${imageTitle(image)} · ${image.fileName}` })),
  ];
  return (
    <div className="paths">
      <div>
        <b>{t('network:aliasPaths')}</b>
        <Button
          leftSection={<IconPlus size={16} stroke={1.5} aria-hidden="true" />}
          onClick={() => onChange([...rows, { id: nextId, path: '', target: 'pushed' }])}
        >
          {t('network:addPath')}
        </Button>
      </div>
      <ul>
        {rows.map(({ id, path, target }) => (
          <li key={id}>
            <TextInput
              aria-label={t('network:aliasPath')}
              placeholder="/hello_world.bin"
              value={path}
              onChange={(event) => change(id, { path: event.currentTarget.value })}
            />
            <NativeSelect
              aria-label={t('network:aliasTarget')}
              value={target}
              data={
                choices.some(({ value }) => value === target)
                  ? choices
                  : [...choices, { value: target, label: t('network:missingImage') }]
              }
              onChange={(event) => change(id, { target: event.currentTarget.value })}
            />
            <ActionIcon
              aria-label={t('network:removePath', { path })}
              onClick={() => onChange(rows.filter((row) => row.id !== id))}
            >
              <IconX size={16} stroke={1.5} />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </div>
  );
}
