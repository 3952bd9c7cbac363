import { QUEUES } from '../../shared/domain/ticket';
import type { Queue } from '../../shared/domain/ticket';
import type { Desk } from './desk';
import type { Page } from './desk-state';

export function isQueue(page: Page): page is Queue {
  return (QUEUES as readonly string[]).includes(page);
}

/** Selects a ticket that something outside the list named; from a page without a list the Inbox is opened beside it. */
export function showTicket(desk: Desk, ticket: string): void {
  if (!isQueue(desk.store.get().page)) desk.goTo('inbox');
  desk.select(ticket);
}
