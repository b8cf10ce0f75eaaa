import { UnstyledButton } from '@mantine/core';
import {
  IconAdjustmentsHorizontal,
  IconArchive,
  IconCertificate,
  IconCpu,
  IconFlask,
  IconHistory,
  IconLayoutGrid,
  IconRepeat,
  IconServer2,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useText } from '../text/text-context.tsx';

/** The screens there are. */
export function Rail(): ReactNode {
  const t = useText();
  const { state, dispatch } = useBench();
  const screens = [
    ['bench', IconCpu],
    ['fleet', IconLayoutGrid],
    ['runs', IconRepeat],
    ['faults', IconFlask],
    ['history', IconHistory],
    ['server', IconServer2],
    ['certs', IconCertificate],
    ['library', IconArchive],
    ['settings', IconAdjustmentsHorizontal],
  ] as const;
  return (
    <nav className="rail" aria-label={t('page:screens')}>
      {screens.map(([screen, Icon]) => (
        <UnstyledButton
          key={screen}
          data-screen={screen}
          aria-current={state.screen === screen ? 'page' : undefined}
          onClick={() => dispatch({ kind: 'showScreen', screen })}
        >
          <Icon size={20} stroke={1.5} aria-hidden="true" />
          <span>{t(`page:${screen}`)}</span>
        </UnstyledButton>
      ))}
    </nav>
  );
}
