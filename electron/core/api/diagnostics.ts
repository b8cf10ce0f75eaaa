import os from 'node:os';
import type { Services } from './services.ts';

/** Log lines that go into a report. */
const LAST_LINES = 200;

/** What a bug report needs, as text: no key, no password, no certificate body. */
export function diagnostics(
  { boards, control, certificates, settings, options }: Services,
  deviceId: string | null,
): string {
  const { ca, server } = certificates.state();
  const about = {
    program: `OTA Workbench ${options.version} (${options.shell})`,
    runtime: `${process.platform} ${os.release()} ${process.arch}, Node ${process.versions.node}, Electron ${process.versions.electron ?? 'none'}`,
    server: control.state,
    certificates: { ca, server },
    settings: settings.current,
  };
  const parts = ['# OTA Workbench diagnostics', JSON.stringify(about, null, 2)];
  if (deviceId !== null) {
    const board = boards.get(deviceId);
    const { entries } = board.log.counts();
    const lines = board.log.read(Math.max(0, entries - LAST_LINES), LAST_LINES).entries;
    parts.push(JSON.stringify(board.state(), null, 2));
    parts.push(
      lines
        .map(
          (line) =>
            `${new Date(line.receivedAtMs).toISOString()} ${line.source} ${line.level ?? '-'} ${line.tag ?? ''}: ${line.text}`,
        )
        .join('\n'),
    );
  }
  return `${parts.join('\n\n')}\n`;
}
