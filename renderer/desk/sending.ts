import type { ParamsOf } from '../../shared/contract/engine-api';
import type { AcceptedBlock } from '../../shared/contract/views';
import { SportelloError } from '../../shared/contract/errors';
import { readMailLink } from '../../shared/domain/mail-link';
import { askDrafts } from '../composer/attach-files';
import type { Desk } from './desk';

/** From here on a countdown in seconds says nothing any more: the time itself is named, ms. */
export const FAR_MS = 180_000;

/** The toast of an accepted mail: how long it can be taken back, or at what time it goes. */
export function tellQueued(desk: Desk, block: AcceptedBlock, key: string, detail: string | null, name: string): void {
  const isFar = block.until - desk.now() > FAR_MS;
  const when = new Intl.DateTimeFormat(document.documentElement.lang || 'en', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(block.until);
  desk.toast({
    sentence: { key: isFar ? 'toast.goes-later' : key, values: { name, when } },
    ...(detail === null ? {} : { detail: { key: `decision.${detail}` } }),
    tone: 'good',
    block: block.block,
    ...(isFar ? {} : { until: block.until }),
  });
}

/** Sends a new message or a forward; Undo opens it again as it was. */
export async function sendLetter(desk: Desk, params: Omit<ParamsOf<'letters.send'>, 'again'>): Promise<boolean> {
  const { letter, busy, repeat } = desk.store.get();
  if (letter === null || busy) return false;
  const { draft } = letter;
  desk.store.set({ busy: true });
  const onItsWay = desk.words.send(draft);
  try {
    const answer = onItsWay.then(() => desk.engine.call('letters.send', { ...params, again: repeat }));
    desk.underWay = answer;
    const block = await answer;
    desk.words.forget(draft);
    desk.blocks.push({ id: block.block, until: block.until, undo: () => takeLetterBack(desk, block, draft) });
    const words = { sentence: 'toast.letter-queued', detail: null, name: params.to };
    tellQueued(desk, block, words.sentence, words.detail, words.name);
    desk.others.tell({ kind: 'queued', ticket: block.items[0]?.ticket ?? '', draft, letter: true, block, words });
    desk.others.tell({ kind: 'draft', draft });
    desk.store.set({ letter: null, repeat: false });
    await askDrafts(desk);
    return true;
  } catch (error) {
    desk.words.keep(draft);
    if (error instanceof SportelloError && error.code === 'reply-repeated') desk.store.set({ repeat: true });
    desk.complain(error);
    return false;
  } finally {
    desk.underWay = null;
    desk.store.set({ busy: false });
  }
}

/** Takes a letter back and opens it again as it was, in the window where that is asked. */
export async function takeLetterBack(desk: Desk, block: AcceptedBlock, draft: string): Promise<void> {
  await desk.engine.call('replies.undo', { block: block.block });
  await askDrafts(desk);
  desk.others.tell({ kind: 'draft', draft });
  desk.toast({ sentence: { key: 'toast.letter-undone' } });
  desk.store.set({ letter: { draft } });
}

/**
 * A `mailto:` link opens the new message with what it names. One that is being written already is never written over: it is
 * shown as it is, and the address is said.
 */
export async function writeTo(desk: Desk, link: string): Promise<void> {
  const mail = readMailLink(link);
  if (mail === null) return;
  const draft = 'new';
  const { text, ...fields } = mail;
  try {
    const kept = await desk.engine.call('drafts.open', { draft });
    const typed = [kept.text, ...Object.values(kept.fields)].some((one = '') => one.trim() !== '');
    if (typed || kept.files.length > 0 || desk.store.get().letter !== null) {
      desk.toast({ sentence: { key: 'letter.unfinished', values: { address: mail.to } } });
    } else {
      await desk.engine.call('drafts.save', { ticket: draft, text, fields });
      desk.queries.setQueryData(['drafts.open', { draft }], { ...kept, text, fields });
      desk.others.tell({ kind: 'draft', draft });
    }
    desk.store.set({ letter: desk.store.get().letter ?? { draft }, armed: null, repeat: false });
  } catch (error) {
    desk.complain(error);
  }
}

/** F: shows a message of the open ticket to somebody else; `message` null: the customer's newest. */
export async function forward(desk: Desk, message: string | null): Promise<void> {
  const ticket = desk.open()?.row.id;
  if (ticket === undefined) return;
  try {
    const draft = `forward:${ticket}`;
    const view = await desk.engine.call('drafts.forward', { ticket, message });
    desk.queries.setQueryData(['drafts.open', { draft }], view);
    desk.others.tell({ kind: 'draft', draft });
    desk.store.set({ letter: { draft }, armed: null, repeat: false });
  } catch (error) {
    desk.complain(error);
  }
}
