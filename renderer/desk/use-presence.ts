import { useEffect, useMemo } from 'react';
import type { PresenceView } from '../../shared/contract/team-work';
import { PRESENCE_RENEW_MS } from '../../shared/domain/presence';
import type { Doing } from '../../shared/domain/presence';
import { QUEUES } from '../../shared/domain/ticket';
import { isEngineGone, useEngine } from '../engine-client';
import { useNow } from '../i18n/use-now';
import type { Desk } from './desk';
import type { DeskState } from './desk-state';
import { onLeaving } from './whereabouts';

/** Who leafs through the list looks at nothing: a ticket counts after it was on screen this long, ms. */
export const LOOK_AFTER_MS = 400;

type Told = { readonly ticket: string | null; readonly doing: Doing };

function toldBy({ page, selected, composer }: DeskState): Told {
  const isOnDesk = (QUEUES as readonly string[]).includes(page) && document.visibilityState !== 'hidden';
  return { ticket: isOnDesk ? selected : null, doing: composer === 'reply' ? 'writing' : 'looking' };
}

/**
 * Tells the colleagues which ticket is on screen and whether a reply is being written; says it again while so. Of several windows the
 * one says it that the person was at last: a desk is counted once, where its person is.
 */
export function useTellPresence(desk: Desk): void {
  useEffect(() => {
    let told = '';
    let pause: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setInterval> | undefined;
    let isHere = desk.ticket === null || document.hasFocus();
    const tell = ({ ticket, doing }: Told): void => {
      clearInterval(again);
      const say = (): void =>
        void desk.engine.call('presence.tell', { ticket, doing }).catch((error: unknown) => {
          // An engine that is away has a banner of its own, and is told again when it is back.
          if (!isEngineGone(error)) desk.complain(error);
        });
      if (ticket !== null) again = setInterval(say, PRESENCE_RENEW_MS);
      say();
    };
    const look = (): void => {
      if (!isHere) return;
      const now = toldBy(desk.store.get());
      const key = JSON.stringify(now);
      if (key === told) return;
      told = key;
      clearTimeout(pause);
      pause = setTimeout(() => tell(now), LOOK_AFTER_MS);
    };
    const come = (): void => {
      isHere = true;
      desk.others.tell({ kind: 'at', window: desk.ticket });
      desk.store.set({ elsewhere: null });
      // What another window has told since is what the colleagues know.
      told = '';
      look();
    };
    const leave = (): void => {
      isHere = false;
      clearTimeout(pause);
      clearInterval(again);
    };
    const stopClosing = desk.shell.onClosing(() => {
      if (desk.ticket !== null && isHere) desk.others.tell({ kind: 'left', window: desk.ticket });
      return Promise.resolve();
    });
    const stopOthers = desk.others.on((word) => {
      if (word.kind === 'at') leave();
      else if (word.kind === 'left' && desk.ticket === null) come();
    });
    const stopClosed = desk.shell.onTicketClosed((ticket) => {
      if (desk.ticket === null && desk.store.get().elsewhere === ticket) come();
    });
    const turnAway = (): void => {
      if (desk.ticket !== null) desk.others.tell({ kind: 'away', window: desk.ticket });
    };
    const stopLeaving = onLeaving(turnAway);
    window.addEventListener('focus', come);
    if (desk.ticket !== null && isHere) come();
    look();
    const stop = desk.store.subscribe(look);
    const stopLink = desk.engine.onLink((link) => {
      // A new engine is another desk: it knows nothing of what the last one told.
      if (link !== 'up') return;
      told = '';
      look();
    });
    document.addEventListener('visibilitychange', look);
    return () => {
      stop();
      stopLink();
      stopOthers();
      window.removeEventListener('focus', come);
      stopLeaving();
      stopClosing();
      stopClosed();
      document.removeEventListener('visibilitychange', look);
      clearTimeout(pause);
      clearInterval(again);
    };
  }, [desk]);
}

/** Who else is on which ticket now, by ticket; who did not say it again in time is left out. */
export function usePresence(): ReadonlyMap<string, readonly PresenceView[]> {
  const views = useEngine('presence.of', { tickets: null }).data;
  const now = useNow();
  return useMemo(() => {
    const byTicket = new Map<string, readonly PresenceView[]>();
    for (const view of views ?? []) {
      if (view.until > now) byTicket.set(view.ticket, [...(byTicket.get(view.ticket) ?? []), view]);
    }
    return byTicket;
  }, [views, now]);
}
