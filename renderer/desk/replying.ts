import type { TicketView } from '../../shared/contract/views';
import type { Suggestion } from '../../shared/domain/suggestion';
import type { Desk } from './desk';
import { escalationPlan } from './escalating';
import { queue, queueAhead } from './queueing';

const DAY_MS = 86_400_000;

/** The suggestion that a digit or a click means, if the open ticket has it. */
export function suggestionAt(view: TicketView | undefined, index: number): Suggestion | undefined {
  return view?.case?.suggestions[index];
}

/** The escalation that can go with this suggestion, if one is ready. */
export function readyEscalation(
  suggestion: Suggestion | undefined,
): { to: string; subject: string; text: string } | null {
  return suggestion?.escalation?.kind === 'ready' ? suggestion.escalation : null;
}

/** Ticked by default unless the sale is younger than a day: the producer may still be sending by hand (casework.md). */
export function escalatesByDefault(view: TicketView, suggestion: Suggestion, now: number): boolean {
  if (readyEscalation(suggestion) === null) return false;
  const purchase = view.case?.match.purchase;
  return purchase === null || purchase === undefined || now - (purchase.approvedAt ?? purchase.orderedAt) >= DAY_MS;
}

/**
 * What an armed preview rests on: the messages, the linked purchase and the suggestions. The revision will not do,
 * because reading a ticket changes that too.
 */
export function fingerprint(view: TicketView): string {
  return JSON.stringify([
    view.messages.map((message) => message.id),
    view.case?.match.purchase?.transaction ?? null,
    view.case?.suggestions ?? [],
    view.producer?.mails.map((mail) => mail.id) ?? [],
  ]);
}

/** A digit or a click on a suggestion: green goes, amber is shown first, red says why (ui.md, "One-click reply"). */
export async function pressSuggestion(desk: Desk, index: number): Promise<void> {
  const view = desk.open();
  const suggestion = suggestionAt(view, index);
  if (view === undefined || suggestion === undefined || desk.store.get().busy) return;
  if (!desk.guard.allows(`suggestion-${index}`, view.row.id, desk.now())) return;
  const ticket = view.row.id;
  switch (suggestion.gate.colour) {
    case 'green':
      await accept(desk, view, index, false);
      return;
    case 'amber':
      desk.store.set({
        armed: { kind: 'suggestion', ticket, seen: fingerprint(view), index },
        refused: null,
      });
      return;
    case 'red':
      desk.store.set({ refused: { ticket, index }, armed: null });
  }
}

/** Enter on an armed preview. A preview of a ticket that changed meanwhile is disarmed instead. */
export async function confirmArmed(desk: Desk): Promise<void> {
  const { armed, busy } = desk.store.get();
  const view = desk.open();
  if (armed === null || busy || view === undefined || view.row.id !== armed.ticket) return;
  if (armed.seen !== fingerprint(view)) return;
  if (!desk.guard.allows('confirm', armed.ticket, desk.now())) return;
  if (armed.kind === 'suggestion') {
    await accept(desk, view, armed.index, true);
    return;
  }
  const plan = escalationPlan(view, armed.reason);
  if (plan?.kind !== 'ready') return;
  const { text: seen, reason } = plan;
  await queue(
    desk,
    view,
    (revision) => desk.engine.call('escalations.send', { ticket: armed.ticket, revision, reason, seen }),
    { sentence: 'toast.escalation-queued', detail: null },
  );
}

async function accept(desk: Desk, view: TicketView, index: number, confirmed: boolean): Promise<void> {
  const suggestion = suggestionAt(view, index);
  if (suggestion === undefined) return;
  const escalate = desk.store.get().escalate ?? escalatesByDefault(view, suggestion, desk.now());
  const ticket = view.row.id;
  await queueAhead(
    desk,
    view,
    (revision) =>
      desk.engine.call('replies.accept', {
        ticket,
        revision,
        index,
        confirmed,
        escalate,
        seen: suggestion.text,
        again: desk.store.get().repeat,
      }),
    { sentence: 'toast.reply-queued', detail: suggestion.decision },
  );
}

/** Sends what the agent typed in the composer. `macro` names the text it started from. */
export async function sendTyped(
  desk: Desk,
  text: string,
  macro: string | null,
  way: {
    readonly to?: string | null;
    readonly cc?: readonly string[];
    readonly bcc?: readonly string[];
    readonly sendAt?: number;
    readonly resolve?: boolean;
  } = {},
): Promise<boolean> {
  const view = desk.open();
  if (view === undefined || text.trim() === '' || desk.store.get().busy) return false;
  const ticket = view.row.id;
  const decision = view.case?.decision.id ?? null;
  const onItsWay = desk.words.send(ticket);
  const isQueued = await queue(
    desk,
    view,
    async (revision) => {
      await onItsWay;
      return desk.engine.call('replies.send', {
        ticket,
        revision,
        text,
        macro,
        decision,
        again: desk.store.get().repeat,
        ...(way.to ? { to: way.to } : {}),
        ...(way.cc?.length ? { cc: [...way.cc] } : {}),
        ...(way.bcc?.length ? { bcc: [...way.bcc] } : {}),
        ...(way.sendAt === undefined ? {} : { sendAt: way.sendAt }),
        ...(way.resolve === true ? { resolve: true } : {}),
      });
    },
    {
      sentence: way.resolve === true ? 'toast.reply-closes' : 'toast.reply-queued',
      detail: null,
    },
    ticket,
  );
  if (isQueued) desk.words.forget(ticket);
  else desk.words.keep(ticket);
  return isQueued;
}

/** P: shows the mail to the producer before it goes, or says what is missing for it. */
export function armEscalation(desk: Desk): void {
  const view = desk.open();
  if (view === undefined) return;
  const plan = escalationPlan(view, null);
  if (plan?.kind === 'ready') {
    const ticket = view.row.id;
    desk.store.set({ armed: { kind: 'escalation', ticket, seen: fingerprint(view), reason: null }, refused: null });
    return;
  }
  desk.toast({ sentence: { key: `escalation.${plan?.kind ?? 'none'}` }, tone: 'bad' });
}
