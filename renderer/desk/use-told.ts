import { useEffect, useRef } from 'react';
import type { ShellState } from '../../shared/contract/shell-api';
import type { ToldView } from '../../shared/contract/told';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/words';
import { useDeskState } from './desk-context';
import type { Desk } from './desk';
import { readTold } from './telling';
import { isAttended, useIsHere } from './whereabouts';

/** Long enough to be read between two tickets, ms. */
const NOTICE_MS = 20_000;
/** As long as a ticket lies open before it counts as read, ms. */
const READ_AFTER_MS = 1_000;

/**
 * Says what a colleague tells: by a toast, and by the system while another window is in front. What was told before the desk was
 * opened is said once, together. It is read once its ticket lay open for a second.
 */
export function useTold(desk: Desk, choice: ShellState['notifications']): void {
  const words = useWords();
  const told = useEngine('told.list', {}).data;
  const said = useRef(new Set<string>());
  const room = useRef({ words, choice });
  useEffect(() => {
    room.current = { words, choice };
  });
  useEffect(() => {
    const fresh = (told ?? []).filter(({ id }) => !said.current.has(id));
    for (const { id } of fresh) said.current.add(id);
    for (const kind of ['mention', 'given'] as const)
      say(
        desk,
        fresh.filter((one) => one.kind === kind),
        room.current,
      );
  }, [desk, told]);
}

/** What is told of a ticket is read once that lay open for a second before a person: not in a window that is behind another one. */
export function useReadTold(desk: Desk): void {
  const told = useEngine('told.list', {}).data;
  const selected = useDeskState((state) => state.selected);
  const isHere = useIsHere();
  useEffect(() => {
    if (!isHere) return undefined;
    const read = (told ?? []).filter(({ ticket }) => ticket === selected);
    if (read.length === 0) return undefined;
    const timer = setTimeout(() => void readTold(desk, read), READ_AFTER_MS);
    return () => clearTimeout(timer);
  }, [desk, told, selected, isHere]);
}

function say(
  desk: Desk,
  told: readonly ToldView[],
  { words, choice }: { readonly words: Words; readonly choice: ShellState['notifications'] },
): void {
  const [first] = told;
  if (first === undefined) return;
  const several = told.length > 1;
  const by = [...new Set(told.map((one) => one.by))].join(', ');
  const values = { count: told.length, by, ticket: first.ticket, name: first.name };
  const sentence = { key: `told.${first.kind}${several ? '.several' : ''}`, values };
  desk.toast({ sentence, lasts: NOTICE_MS });
  if (desk.store.get().elsewhere !== null) {
    desk.others.tell({ kind: 'said', to: 'tickets', sentence, detail: null, tone: 'plain', lasts: NOTICE_MS });
  }
  if (choice.of === 'none' || isAttended(desk)) return;
  const body = choice.content && !several ? first.subject : '';
  const title = choice.content ? words.say(sentence) : words.t(`told.${first.kind}.quiet`, { count: told.length });
  const notice = { title: title.slice(0, 300), body: body.slice(0, 300), ticket: several ? null : first.ticket };
  desk.shell.notify(notice).catch((error: unknown) => desk.complain(error));
}
