/** A page of a running Electron, driven over its DevTools protocol: keys arrive as from the keyboard, by way of the browser's process. */
export type DrivenPage = {
  /** Asks the protocol; rejects with what it says is wrong. */
  send<T = unknown>(method: string, params?: object): Promise<T>;
  /** The value of an expression in the page, awaited where it is a promise. */
  evaluate<T>(expression: string): Promise<T>;
  /** One key down and up again. */
  press(key: string): Promise<void>;
  /** Work of the page's main thread so far, ms of processor time. */
  work(): Promise<number>;
  close(): void;
};

type Answer = { readonly id?: number; readonly result?: unknown; readonly error?: { readonly message: string } };
type Target = { readonly type: string; readonly webSocketDebuggerUrl: string };
type Evaluated = {
  readonly result: { readonly value: unknown };
  readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
};
type Metrics = { readonly metrics: readonly { readonly name: string; readonly value: number }[] };

/** The window that listens on this port; it is up already. */
export async function drivePage(port: number): Promise<DrivenPage> {
  const listed = await fetch(`http://127.0.0.1:${String(port)}/json/list`);
  const target = ((await listed.json()) as readonly Target[]).find(({ type }) => type === 'page');
  if (!target) throw new Error('The program shows no page');
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error('The page cannot be driven')), { once: true });
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    if (answer.id === undefined) return;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  socket.addEventListener('close', () => {
    for (const give of waiting.values()) give({ error: { message: 'The page is gone' } });
    waiting.clear();
  });
  const send = <T>(method: string, params: object = {}): Promise<T> =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, ({ result, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result as T);
      });
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  // Processor time, not the clock's: what others do on this machine meanwhile is not the page's work.
  await send('Performance.enable', { timeDomain: 'threadTicks' });
  // Two windows are open, and only one of them can have the display's focus.
  await send('Emulation.setFocusEmulationEnabled', { enabled: true });
  return {
    send,
    async evaluate<T>(expression: string) {
      const { result, exceptionDetails } = await send<Evaluated>('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? `${expression} failed`);
      return result.value as T;
    },
    async press(key) {
      const named = namesOf(key);
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...named });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...named, text: undefined });
    },
    async work() {
      const { metrics } = await send<Metrics>('Performance.getMetrics');
      const duration = metrics.find(({ name }) => name === 'TaskDuration');
      if (!duration) throw new Error('The page does not say how much it worked');
      return duration.value * 1_000;
    },
    close: () => socket.close(),
  };
}

function namesOf(key: string): object {
  if (key.length > 1) return { key, code: key, windowsVirtualKeyCode: key === 'Escape' ? 27 : 0 };
  const code = /\d/.test(key) ? `Digit${key}` : /[a-z]/i.test(key) ? `Key${key.toUpperCase()}` : '';
  // A dot's own number is that of the key Delete, and a hyphen's that of Insert.
  const number = /[a-z\d ]/i.test(key) ? key.toUpperCase().charCodeAt(0) : 0;
  return { key, code, text: key, windowsVirtualKeyCode: number };
}
