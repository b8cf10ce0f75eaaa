import './log.css';

import { useWindowEvent } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';

import { DEFAULT_LOG_SETTINGS } from '../../shared/contract/log-settings.ts';
import { showsAll } from '../../shared/log/log-filter.ts';
import { useBench } from '../bench/bench-context.tsx';
import { MonitorMenu } from '../boards/monitor-menu.tsx';
import { useBoards, useClient, useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { BesidePane } from './beside-pane.tsx';
import { copyRows } from './copy-rows.ts';
import { LogBar } from './log-bar.tsx';
import { LogPane } from './log-pane.tsx';
import { OpenLog } from './open-log.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { SendLine } from './send-line.tsx';
import { SourceSelect } from './source-select.tsx';
import { Splitter } from './splitter.tsx';
import { StoryStrip } from './story-strip.tsx';
import type { LogPanelState } from './use-log-panel.ts';
import { useLogPanel } from './use-log-panel.ts';

/** The log of the selected board, or a saved one: all its lines, in one order of time. */
export function LogPanel(): ReactNode {
  const t = useText();
  const { board } = useBench();
  const panel = useLogPanel();
  const settings = useStateOf('settings')?.log ?? DEFAULT_LOG_SETTINGS;
  const [typing, setTyping] = useState(false);
  const [besideId, setBesideId] = useState<string | null>(null);
  const [dialog, setDialog] = useState<'save' | 'open' | null>(null);
  const { file, feed, pane } = panel;
  const diskError = file === null ? (board?.log.diskError ?? null) : null;
  return (
    <section className="log pane" aria-label={t('page:log')}>
      <Splitter />
      <Bar
        panel={panel}
        typing={file === null ? typing : null}
        onTyping={setTyping}
        besideId={besideId}
        onBeside={setBesideId}
        onDialog={setDialog}
      />
      {diskError !== null && <ErrorNote error={diskError} />}
      {file !== null && <StoryStrip file={file} onGoTo={panel.goTo} />}
      <Panes panel={panel} besideId={besideId} />
      {file === null && (
        <MonitorMenu
          board={board}
          onPause={() => pane.current?.scroll.follow(feed?.isPaused === true)}
          onSave={() => setDialog('save')}
        />
      )}
      {typing && file === null && <SendLine board={board} />}
      {dialog === 'save' && feed !== null && (
        <SaveDialog
          feed={feed}
          name={(file?.name ?? board?.name ?? 'log').replace(/\.(log|txt|raw|csv|ndjson)$/i, '')}
          stamps={settings.stamps}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'open' && (
        <OpenLog
          onOpened={(logId) => {
            panel.chooseFile(logId);
            pane.current?.scroll.follow(true);
          }}
          onClose={() => setDialog(null)}
        />
      )}
    </section>
  );
}

interface BarProps {
  readonly panel: LogPanelState;
  readonly typing: boolean | null;
  readonly onTyping: (typing: boolean) => void;
  readonly besideId: string | null;
  readonly onBeside: (logId: string | null) => void;
  readonly onDialog: (dialog: 'save' | 'open') => void;
}

function Bar({ panel, typing, onTyping, besideId, onBeside, onDialog }: BarProps): ReactNode {
  const client = useClient();
  const { board } = useBench();
  const settings = useStateOf('settings')?.log ?? DEFAULT_LOG_SETTINGS;
  const findInput = useRef<HTMLInputElement>(null);
  const others = useOtherLogs(panel);
  const { files, feed, pane, logId } = panel;
  const viewState = feed?.state ?? null;
  useWindowEvent('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f') return;
    event.preventDefault();
    findInput.current?.focus();
    findInput.current?.select();
  });
  return (
    <LogBar
      source={
        files.length > 0 && (
          <SourceSelect board={board} files={files} logId={logId} onChoose={panel.chooseFile} />
        )
      }
      byLevel={viewState?.byLevel ?? null}
      filter={panel.filter}
      onFilter={panel.setFilter}
      dayMs={viewState?.startedAtMs || Date.now()}
      fold={panel.fold}
      onFold={panel.setFold}
      typing={typing}
      onTyping={onTyping}
      following={feed?.isPaused !== true}
      newLines={feed?.newLines ?? 0}
      onFollow={(on) => pane.current?.scroll.follow(on)}
      onJump={panel.jump}
      find={{
        input: panel.input,
        onInput: panel.setInput,
        find: viewState?.find ?? null,
        nth: panel.find.nth,
        onNext: panel.find.next,
        onFocus: panel.find.warm,
        element: findInput,
        error: feed?.error ?? null,
      }}
      view={{
        settings,
        others,
        beside: besideId,
        onBeside,
        onSave: () => onDialog('save'),
        onCopy: () => {
          if (feed?.viewId != null) void copyRows(client, feed.viewId, 0, feed.rows, settings.stamps);
        },
        onOpen: () => onDialog('open'),
      }}
    />
  );
}

/** Logs that can stand beside the one that is looked at. */
function useOtherLogs({ files, logId }: LogPanelState): readonly { value: string; label: string }[] {
  const boards = useBoards();
  return [
    ...boards.map((each) => ({ value: each.deviceId, label: each.name })),
    ...files.map((each) => ({ value: each.logId, label: each.name })),
  ].filter(({ value }) => value !== logId);
}

function Panes({ panel, besideId }: Pick<BarProps, 'panel' | 'besideId'>): ReactNode {
  const settings = useStateOf('settings')?.log ?? DEFAULT_LOG_SETTINGS;
  const [scrolledToMs, setScrolledToMs] = useState<number | null>(null);
  const beside = useOtherLogs(panel).find(({ value }) => value === besideId);
  const { feed, shownFilter, fold, query, pane } = panel;
  return (
    <div className="panes" data-two={beside !== undefined || undefined}>
      <LogPane
        feed={feed}
        settings={settings}
        query={query}
        pointedSeq={panel.pointedSeq}
        onUnfold={panel.unfold}
        onHandle={(handle) => {
          pane.current = handle;
        }}
        onScrolled={setScrolledToMs}
        empty={useEmptyText(panel)}
      />
      {beside !== undefined && (
        <BesidePane
          logId={beside.value}
          name={beside.label}
          filter={shownFilter}
          fold={fold}
          settings={settings}
          query={query}
          atMs={feed?.isPaused === true ? scrolledToMs : null}
        />
      )}
    </div>
  );
}

function useEmptyText({ logId, feed, shownFilter }: LogPanelState): string | null {
  const t = useText();
  if (logId === null) return t('page:logNoBoard');
  if (feed?.state == null || feed.rows > 0) return null;
  if (!feed.state.isComplete) return t('page:logLooking');
  if (feed.state.total > 0 && !showsAll(shownFilter)) return t('page:logNothingFound');
  return t(logId.startsWith('file:') ? 'page:logFileEmpty' : 'page:logSilent');
}
