import type { CSSProperties, ReactNode } from 'react';

import type { BoardState } from '../../shared/contract/values.ts';
import { useBench } from '../bench/bench-context.tsx';
import { hex, sizeText } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import type { Block, FlashLayout } from './flash-layout.ts';
import { slotNote } from './slot-notes.ts';

interface FlashMapProps {
  readonly board: BoardState;
  readonly layout: FlashLayout;
}

const TICKS = 16;
/** Blocks that take less of the height than this have no room for words. */
const LEAST_FOR_WORDS = 0.07;

/** The flash to scale, its first stretch enlarged beside it. */
export function FlashMap({ board, layout }: FlashMapProps): ReactNode {
  const t = useText();
  const labels = [0, 1, 2, 3, 4].map((quarter) => (layout.sizeBytes / 4) * quarter);
  return (
    <figure className="map" aria-label={t('page:flashToScale')}>
      <div className="addr" aria-hidden="true" style={{ '--ticks': TICKS } as CSSProperties}>
        {labels.map((address) => (
          <span key={address} style={{ top: `${(address / layout.sizeBytes) * 100}%` }}>
            {hex(address, 6)}
          </span>
        ))}
      </div>
      <ul className="chip">
        {layout.blocks.map((block) => (
          <Part key={block.offset} block={block} board={board} layout={layout} />
        ))}
      </ul>
      {layout.loupe.blocks.length > 0 && <Loupe layout={layout} />}
    </figure>
  );
}

function Part(props: FlashMapProps & { readonly block: Block }): ReactNode {
  const { block, board, layout } = props;
  const t = useText();
  const { image, phase, session } = useBench();
  const size = sizeText(block.sizeBytes);
  const style = { flexGrow: block.sizeBytes };
  const roomy = block.sizeBytes / layout.sizeBytes >= LEAST_FOR_WORDS;
  if (block.kind === 'head') return <li className="part head" style={style} title={size} />;
  if (block.kind === 'free') {
    return (
      <li className="part free" style={style} title={`${hex(block.offset)} · ${size}`}>
        {roomy && <span>{t('page:notAssigned')}</span>}
      </li>
    );
  }
  const label = block.label ?? '';
  const { version, note, usedBytes } = slotNote(label, { board, image, phase, session });
  const used = usedBytes === null ? null : Math.min(1, usedBytes / block.sizeBytes);
  return (
    <li
      className={`part ${block.kind} ${note ?? ''}`}
      style={style}
      title={`${label} · ${hex(block.offset)} · ${size}`}
    >
      {used !== null && <i style={{ height: `${used * 100}%` }} />}
      {roomy && (
        <>
          <b>{label}</b> <code>{version}</code>
          {note !== null && <span>{t(`page:slot_${note}`)}</span>}
        </>
      )}
    </li>
  );
}

function Loupe({ layout }: { readonly layout: FlashLayout }): ReactNode {
  const share = (layout.loupe.sizeBytes / layout.sizeBytes) * 256;
  return (
    <>
      <svg className="loupe-lead" viewBox="0 0 12 256" preserveAspectRatio="none" aria-hidden="true">
        <path d={`M0 0H12V192L0 ${share}z`} />
      </svg>
      <ul className="loupe">
        {layout.loupe.blocks.map((block) => (
          <li
            key={block.offset}
            className={block.label ?? 'free'}
            style={{ flexGrow: block.sizeBytes }}
            title={`${hex(block.offset)} · ${sizeText(block.sizeBytes)}`}
          >
            {block.label}
          </li>
        ))}
      </ul>
    </>
  );
}
