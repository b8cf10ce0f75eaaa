import { HistoryStore } from '../../electron/core/history/history-store.ts';
import { pushOf } from './history-pushes.ts';

/** Keeps updates without end in the database named first, and says each that is kept; to be killed. */
const [, , file = '', sqlite = ''] = process.argv;
const store = new HistoryStore({ file, sqlite, onDamaged: () => undefined });
for (let nth = 0; ; nth += 1) {
  store.record([{ push: pushOf(`push-${nth}`, { atMs: nth }), session: null }]);
  process.stdout.write(`${nth}\n`);
}
