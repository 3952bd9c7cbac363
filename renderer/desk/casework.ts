import type { ParamsOf } from '../../shared/contract/engine-api';
import type { Delivery } from '../../shared/domain/purchase';
import type { ProductView } from '../../shared/contract/catalogue';
import type { TicketRow } from '../../shared/contract/views';
import type { TicketState } from '../../shared/domain/ticket';
import type { Desk } from './desk';
import type { Sentence } from './desk-state';

type SettableState = ParamsOf<'tickets.setState'>['to'];

/** Does it; an expected failure is said as a sentence with what to do. */
export async function attempt(desk: Desk, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    desk.complain(error);
  }
}

/** Pushes one undo block and shows its toast. */
export function undoable(desk: Desk, id: string, sentence: Sentence, undo: () => Promise<void>): void {
  desk.blocks.push({ id, until: null, undo });
  desk.toast({ sentence, block: id });
}

function settable(state: TicketState): SettableState {
  return state === 'ignored' ? 'open' : state;
}

/** Done, reopen, snooze, waiting: one undoable change; the desk moves on to the next ticket when this one leaves. */
export async function setState(
  desk: Desk,
  row: TicketRow,
  to: SettableState,
  snoozeUntil: number | null = null,
): Promise<void> {
  await attempt(desk, async () => {
    const write = async (state: SettableState, until: number | null): Promise<void> => {
      const revision = Math.max(desk.revisionOf(row.id), row.revision);
      const answer = await desk.engine.call('tickets.setState', {
        ticket: row.id,
        revision,
        to: state,
        snoozeUntil: until,
      });
      desk.sawRevision(row.id, answer.revision);
    };
    await write(to, snoozeUntil);
    undoable(desk, `state-${row.id}-${desk.now()}`, { key: `toast.state.${to}`, values: nameOf(row) }, async () => {
      await write(settable(row.state), row.snoozedUntil);
      desk.select(row.id);
    });
    if (to !== 'open') desk.advanceFrom(row.id);
  });
}

/** Keeps an internal note; it never leaves the desk. */
export async function addNote(desk: Desk, ticket: string, text: string): Promise<boolean> {
  let kept = false;
  await attempt(desk, async () => {
    desk.sawRevision(ticket, (await desk.engine.call('tickets.note', { ticket, text })).revision);
    desk.toast({ sentence: { key: 'toast.note-kept' } });
    kept = true;
  });
  return kept;
}

type Correction = { readonly field: 'intent' | 'transaction' | 'delivery'; readonly value: string | null };

/** A correction of one clue: what the engine is told beside the ticket and its revision. */
type Change = { readonly field: string; readonly value: string | readonly string[] | null };

async function writeCorrection(desk: Desk, ticket: string, change: Change): Promise<void> {
  const params = { ticket, revision: desk.revisionOf(ticket), ...change };
  // The engine checks the pair of field and value at its door.
  desk.sawRevision(ticket, (await desk.engine.call('tickets.correct', params as ParamsOf<'tickets.correct'>)).revision);
  await desk.queries.invalidateQueries({ queryKey: ['tickets.open', { ticket }] });
}

/**
 * "Not this one": the purchase is taken off this ticket and never matched to it again. Undo puts everything back as it was,
 * a link made by hand too.
 */
export async function refusePurchase(
  desk: Desk,
  ticket: string,
  transaction: string,
  before: { readonly refused: readonly string[]; readonly transaction: string | null },
): Promise<void> {
  await attempt(desk, async () => {
    const write = (change: Change): Promise<void> => writeCorrection(desk, ticket, change);
    await write({ field: 'refused', value: [...before.refused, transaction] });
    undoable(desk, `refuse-${ticket}-${desk.now()}`, { key: 'toast.corrected.refused' }, async () => {
      await write({ field: 'refused', value: [...before.refused] });
      if (before.transaction !== null) await write({ field: 'transaction', value: before.transaction });
    });
  });
}

/** Corrects one clue in place; the engine decides again at once. Undo puts the earlier correction (or none) back. */
export async function correct(desk: Desk, ticket: string, change: Correction, before: string | null): Promise<void> {
  await attempt(desk, async () => {
    const write = (value: string | null): Promise<void> =>
      writeCorrection(desk, ticket, { field: change.field, value });
    await write(change.value);
    undoable(desk, `correct-${ticket}-${desk.now()}`, { key: `toast.corrected.${change.field}` }, () => write(before));
  });
}

/** Says once where a product lives; every waiting ticket of it is decided again. */
export async function ruleProduct(desk: Desk, productId: string, delivery: Delivery, before: Delivery): Promise<void> {
  await attempt(desk, async () => {
    const { decidedAgain } = await desk.engine.call('products.rule', { productId, delivery });
    undoable(
      desk,
      `rule-${productId}-${desk.now()}`,
      { key: 'toast.ruled', values: { count: decidedAgain } },
      async () => {
        await desk.engine.call('products.rule', { productId, delivery: before });
      },
    );
  });
}

/** A catalogue entry as a person typed it; `delivery` is a ruling, `unknown` takes it back, null leaves it. */
export type TypedEntry = ParamsOf<'products.save'>;

/** Keeps a catalogue entry; a ruling decides the waiting tickets again. Undo puts entry and ruling back. */
export async function saveProduct(desk: Desk, entry: TypedEntry, before: ProductView): Promise<boolean> {
  let kept = false;
  await attempt(desk, async () => {
    const { decidedAgain } = await desk.engine.call('products.save', entry);
    const { productId, name, memberAreaUrl, producerName, producerEmail } = before;
    const was = { productId, name, memberAreaUrl, producerName, producerEmail };
    const ruled = before.restsOn === 'ruling' ? before.delivery : 'unknown';
    const sentence = { key: 'toast.product-saved', values: { count: decidedAgain } };
    undoable(desk, `product-${productId}-${desk.now()}`, sentence, async () => {
      await desk.engine.call('products.save', { ...was, delivery: entry.delivery === null ? null : ruled });
      await askProducts(desk);
    });
    await askProducts(desk);
    kept = true;
  });
  return kept;
}

async function askProducts(desk: Desk): Promise<void> {
  for (const method of ['products.list', 'products.open']) {
    await desk.queries.invalidateQueries({ queryKey: [method] });
  }
}

/** Says once what an unknown status word of Hotmart means. */
export async function ruleStatus(desk: Desk, word: string, status: ParamsOf<'statuses.rule'>['status']): Promise<void> {
  await attempt(desk, async () => {
    const { decidedAgain } = await desk.engine.call('statuses.rule', { word, status });
    desk.toast({ sentence: { key: 'toast.ruled', values: { count: decidedAgain } } });
  });
}

/** Marks a ticket read or unread; reading is no event that needs an undo. */
export async function markRead(desk: Desk, ticket: string, read: boolean): Promise<void> {
  await attempt(desk, async () => {
    desk.sawRevision(ticket, (await desk.engine.call('tickets.markRead', { ticket, read })).revision);
  });
}

function nameOf(row: TicketRow): { readonly name: string } {
  return { name: row.requesterName === '' ? row.requesterAddress : row.requesterName };
}
