import type { NoteView } from '../../../shared/contract/views';
import { mentionedIds } from '../../../shared/domain/mention';
import { peopleNamed } from './colleagues';
import type { Db } from './tickets-table';

/** Adds an agent's note; who is mentioned stands in its text as `@{id}`. */
export async function addNote(
  db: Db,
  note: {
    readonly id: string;
    readonly ticket: string;
    readonly at: number;
    readonly by: string;
    readonly text: string;
  },
): Promise<void> {
  const { id, ticket, at, by, text } = note;
  await db.insertInto('note').values({ id, ticket_id: ticket, at, by, text }).execute();
}

/** The notes of a ticket, oldest first. */
export async function notesOfTicket(db: Db, ticket: string): Promise<readonly NoteView[]> {
  const notes = await db
    .selectFrom('note')
    .select(['at', 'by', 'text'])
    .where('ticket_id', '=', ticket)
    .orderBy('at')
    .orderBy('id')
    .execute();
  const people = await peopleNamed(
    db,
    notes.map(({ text }) => text),
  );
  return notes.map((note) => ({
    ...note,
    mentions: mentionedIds(note.text).flatMap((id) => people.get(id) ?? []),
  }));
}
