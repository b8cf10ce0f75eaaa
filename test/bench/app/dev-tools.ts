import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** A page spoken to through Chromium's DevTools protocol, which costs the program next to nothing. */
export interface DevToolsPage {
  /** Value of an expression in the page; a promise is awaited. */
  evaluate<T>(expression: string): Promise<T>;
  close(): void;
}

interface Target {
  readonly type: string;
  readonly webSocketDebuggerUrl: string;
}

interface Answer {
  readonly id: number;
  readonly result?: { readonly result: { readonly value: unknown }; readonly exceptionDetails?: unknown };
}

const LOOK_AGAIN_MS = 20;

/** The first page of the Chromium that listens at `host`. */
export async function openPageOf(host: string): Promise<DevToolsPage> {
  const socket = new WebSocket(await pageUrl(host));
  await once(socket, 'open');
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.on('message', (data) => {
    const answer = JSON.parse(String(data)) as Answer;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  let lastId = 0;
  return {
    evaluate: async <T>(expression: string): Promise<T> => {
      const id = ++lastId;
      const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
      const params = { expression, awaitPromise: true, returnByValue: true };
      socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
      const { result } = await answered;
      if (result === undefined || result.exceptionDetails !== undefined) {
        throw new Error(`The page could not evaluate ${expression}: ${JSON.stringify(result)}`);
      }
      return result.result.value as T;
    },
    close: () => socket.terminate(),
  };
}

async function pageUrl(host: string): Promise<string> {
  for (;;) {
    const targets = (await (await fetch(`http://${host}/json/list`)).json()) as readonly Target[];
    const page = targets.find(({ type }) => type === 'page');
    if (page !== undefined) return page.webSocketDebuggerUrl;
    await delay(LOOK_AGAIN_MS);
  }
}
