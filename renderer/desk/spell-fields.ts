import type { TicketView } from '../../shared/contract/views';
import type { ShellApi } from '../../shared/contract/shell-api';
import { isSpelledLanguage } from '../../shared/domain/spelling';

/** What a field is looked through by, where it says more than its language. */
const choices = new WeakMap<Element, { readonly language: string; readonly known: readonly string[] }>();

/** Has what is written looked through: a text field that says its language (`lang`) by that one, any other not at all. */
export function followFields(shell: Pick<ShellApi, 'spellIn'>): () => void {
  const enter = (event: FocusEvent): void => spell(shell, event.target);
  const leave = (): void => shell.spellIn(null);
  document.addEventListener('focusin', enter);
  document.addEventListener('focusout', leave);
  return () => {
    document.removeEventListener('focusin', enter);
    document.removeEventListener('focusout', leave);
  };
}

/** Says which language and names a field is in; where it has the focus, that holds from the next key on. */
export function spellField(
  shell: Pick<ShellApi, 'spellIn'>,
  field: HTMLTextAreaElement | null,
  choice: { readonly language: string; readonly known: readonly string[] },
): void {
  if (!field) return;
  choices.set(field, choice);
  if (document.activeElement === field) spell(shell, field);
}

/** The language that a ticket is answered in; a text in another one is known by itself. */
export function replyLanguage(view: TicketView, otherwise: string): string {
  return isSpelledLanguage(view.row.language) ? view.row.language : otherwise;
}

/** Whoever and whatever a reply to this ticket may name. */
export function namesOf(view: TicketView): readonly string[] {
  const { purchase = null, candidates = [] } = view.case?.match ?? {};
  const purchases = purchase ? [purchase, ...candidates] : candidates;
  const named = purchases.flatMap(({ buyerName, productName, producerName }) => [buyerName, productName, producerName]);
  return [...new Set([view.row.requesterName, ...named])].filter((name) => name !== '').slice(0, MOST_NAMES);
}

/** A requester with more purchases than this has their names in no reply. */
const MOST_NAMES = 60;

function spell(shell: Pick<ShellApi, 'spellIn'>, target: EventTarget | null): void {
  const isField = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
  const { language, known } = (isField && choices.get(target)) || { language: isField ? target.lang : '', known: [] };
  shell.spellIn(isSpelledLanguage(language) ? { language, known } : null);
}
