import { useEffect, useRef } from 'react';
import type { Attention, DeskMenu } from '../../shared/contract/desktop';
import type { ShellState } from '../../shared/contract/shell-api';
import type { TicketRow } from '../../shared/contract/views';
import { GATHER_MS, PEAK_MS, countsAs, tellAfter } from '../../shared/domain/notification-pace';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { runCommand } from './commands';
import type { Desk } from './desk';
import { deskMenu } from './desk-menu';
import { palette } from './palette-door';
import { isAttended } from './whereabouts';

/** Queues whose next step is ours. */
const OURS = ['inbox', 'mine', 'support', 'classify', 'problems'] as const;
/** More than this many at once are told as a number. */
const TOLD_ONE_BY_ONE = 3;
/** Rows that are looked at for what is new: the newest stand first. What a peak brings in ten minutes is more. */
const LOOKED_AT = 50;
const LOOKED_AT_IN_PEAK = 500;

/** What the system shows of the desk: its menu, badge, tray, and notifications. */
export function useDesktop(desk: Desk, shell: ShellState): void {
  useMenu(desk);
  useMenuCommands(desk);
  useAttention(desk);
  useNotifications(desk, shell.notifications);
}

function useMenu(desk: Desk): void {
  const words = useWords();
  // As text: a menu that says the same is not drawn again.
  const menu = JSON.stringify(deskMenu(words));
  useEffect(() => {
    desk.shell.setMenu(JSON.parse(menu) as DeskMenu).catch((error: unknown) => desk.complain(error));
  }, [desk, menu]);
}

/** Runs what is chosen in the menu over this window, or in the tray. */
export function useMenuCommands(desk: Desk): void {
  useEffect(
    () =>
      desk.shell.onCommand((id) => {
        if (hasDialog()) return;
        if (id === 'palette') palette.open();
        else runCommand(desk, id);
      }),
    [desk],
  );
}

/** An open dialog keeps the window to itself: keys, and what is chosen elsewhere, mean nothing then. */
export function hasDialog(): boolean {
  return document.querySelector('[role="dialog"]') !== null;
}

function useAttention(desk: Desk): void {
  const words = useWords();
  const counts = useEngine('queues.counts', {}).data;
  const of = (queue: string): number => counts?.find((one) => one.queue === queue)?.count ?? 0;
  const attention: Attention = {
    inbox: of('inbox'),
    lines: OURS.filter((queue) => of(queue) > 0).map((queue) => ({
      id: `go.${queue}`,
      label: `${words.t(`queue.${queue}`)}: ${String(of(queue))}`,
    })),
  };
  const told = JSON.stringify(attention);
  useEffect(() => {
    desk.shell.setAttention(JSON.parse(told) as Attention).catch((error: unknown) => desk.complain(error));
  }, [desk, told]);
}

/** Tells of new mail while the person looks at something else; a click opens the ticket. In a peak one tells of all. */
function useNotifications(desk: Desk, choice: ShellState['notifications']): void {
  const words = useWords();
  const room = useRef({ words, choice });
  useEffect(() => {
    room.current = { words, choice };
  });
  useEffect(() => {
    let timer: number | null = null;
    let since = desk.now();
    let told: readonly number[] = [];

    const look = async (isPeak: boolean): Promise<void> => {
      timer = null;
      const from = since;
      since = desk.now();
      const { of, content } = room.current.choice;
      if (of === 'none' || isAttended(desk)) return;
      const queue = of === 'mine' ? 'mine' : 'inbox';
      const limit = isPeak ? LOOKED_AT_IN_PEAK : LOOKED_AT;
      const { rows } = await desk.engine.call('tickets.page', { queue, offset: 0, limit });
      // Who came back meanwhile reads it.
      if (isAttended(desk)) return;
      const fresh = rows.filter((row) => row.unread && row.updatedAt > from);
      const { t } = room.current.words;
      const isOne = fresh.length > (isPeak ? 1 : TOLD_ONE_BY_ONE);
      const at = since;
      const count = isOne ? countsAs(fresh.length) : fresh.length;
      told = [...told.filter((earlier) => earlier > at - PEAK_MS), ...Array.from({ length: count }, () => at)];
      if (isOne) {
        await desk.shell.notify({ title: t('notice.several', { count: fresh.length }), body: '', ticket: null });
        return;
      }
      for (const row of fresh) {
        const { id: ticket } = row;
        const said = content ? { title: whose(row), body: row.subject } : { title: t('notice.one'), body: '' };
        await desk.shell.notify({ ...said, ticket });
      }
    };
    const stop = desk.engine.on('tickets.changed', () => {
      const wait = tellAfter(told, desk.now());
      timer ??= window.setTimeout(() => {
        look(wait > GATHER_MS).catch((error: unknown) => desk.complain(error));
      }, wait);
    });
    const forget = (): void => {
      if (timer !== null) window.clearTimeout(timer);
      timer = null;
      since = desk.now();
      told = [];
    };
    // Who comes back sees what came.
    window.addEventListener('focus', forget);
    return () => {
      window.removeEventListener('focus', forget);
      stop();
      forget();
    };
  }, [desk]);
}

/** At most what a notification shows. */
function whose(row: TicketRow): string {
  return (row.requesterName === '' ? row.requesterAddress : row.requesterName).slice(0, 200);
}
