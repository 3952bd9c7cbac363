import { useEffect, useRef } from 'react';
import { useWords } from '../i18n/use-words';
import type { Desk } from './desk';

/** Long enough to be read between two tickets, ms. */
const NOTICE_MS = 20_000;

/** Says it when a decision falls back from one key to being shown first (casework.md, "Green"). */
export function useEarnedNotice(desk: Desk): void {
  const words = useWords();
  const latest = useRef(words);
  useEffect(() => {
    latest.current = words;
  });
  useEffect(
    () =>
      desk.engine.on('earned.fell', ({ decision, counted }) => {
        void desk.queries.invalidateQueries({ queryKey: ['earned.list'] });
        const values = { decision: latest.current.t(`decision.${decision}`), right: counted.right, all: counted.all };
        desk.toast({ sentence: { key: 'toast.earned-fell', values }, tone: 'bad', lasts: NOTICE_MS });
      }),
    [desk],
  );
}
