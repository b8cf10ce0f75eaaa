import { parentPort } from 'node:worker_threads';
import { searchLines, spansIn } from './search-lines.ts';
import type { SearchAnswer, SearchTask } from './search-task.ts';

/** A thread of its own for patterns: one that never ends can be ended from outside. */
parentPort?.on('message', (task: SearchTask) => {
  parentPort?.postMessage(answer(task));
});

function answer(task: SearchTask): SearchAnswer {
  try {
    if (task.kind === 'spans') {
      return { id: task.id, kind: 'spans', spans: task.texts.map((text) => spansIn(text, task.query)) };
    }
    return { id: task.id, kind: 'lines', hits: searchLines(task, task.query) };
  } catch (thrown) {
    return { id: task.id, kind: 'failed', detail: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
