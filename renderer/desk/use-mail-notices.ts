import { useEffect } from 'react';
import type { Desk } from './desk';

/** Long enough to be read between two tickets, ms. */
const NOTICE_MS = 20_000;

/** Says it when a mail of ours came back, and when somebody writes as only a machine does. */
export function useMailNotices(desk: Desk): void {
  useEffect(
    () =>
      desk.engine.on('reply.returned', ({ ticket, name, address, code }) => {
        const values = { ticket, name: name === '' ? address : name, code: code === '' ? '' : `(${code})` };
        desk.toast({ sentence: { key: 'toast.returned', values }, tone: 'bad', lasts: NOTICE_MS });
      }),
    [desk],
  );
  useEffect(
    () =>
      desk.engine.on('machine.suspected', (suspect) => {
        void desk.queries.invalidateQueries({ queryKey: ['machines.list'] });
        desk.toast({ sentence: { key: 'toast.machine', values: { ...suspect } }, tone: 'bad', lasts: NOTICE_MS });
      }),
    [desk],
  );
}
