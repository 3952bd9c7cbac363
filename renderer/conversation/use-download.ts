import { useEffect, useState } from 'react';
import { useDesk } from '../desk/desk-context';

/** What is fetched from the mail server now. */
export type Download = {
  /** Position of the attachment; null for the whole message. */
  readonly index: number | null;
  /** Decoded bytes that are here. */
  readonly bytes: number;
};

/**
 * Fetches what a large message left on the server into a file that the person names; one at a time for each place that
 * offers it. Failures are shown as everywhere.
 */
export function useDownload(message: string): {
  readonly running: Download | null;
  start(index: number | null, fileName: string): Promise<void>;
  cancel(): void;
} {
  const desk = useDesk();
  const [running, setRunning] = useState<Download | null>(null);
  useEffect(
    () =>
      desk.engine.on('messages.downloading', (progress) => {
        if (progress.message !== message) return;
        setRunning((now) => (now?.index === progress.index ? { index: now.index, bytes: progress.bytes } : now));
      }),
    [desk, message],
  );
  return {
    running,
    async start(index, fileName) {
      setRunning({ index, bytes: 0 });
      try {
        const kept = await desk.shell.saveFromServer({ message, index, fileName });
        if (kept) desk.toast({ sentence: { key: 'toast.saved', values: { name: fileName } }, tone: 'good' });
      } catch (error) {
        desk.complain(error);
      } finally {
        setRunning(null);
      }
    },
    cancel() {
      if (running === null) return;
      desk.engine
        .call('messages.cancelDownload', { message, index: running.index })
        .catch((error: unknown) => desk.complain(error));
    },
  };
}
