import type { Updateable } from 'kysely';
import type { OutboxState } from '../../../shared/domain/outbox';
import { closeEscalations, OPEN } from './escalations-table';
import type { Escalation } from './escalations-table';
import type { EscalationTable } from './schema';
import type { Db } from './tickets-table';

/** What becomes of side conversations when a mail of theirs does. */

/**
 * Brings the cases of a mail in step with it, in the transaction that moves the mail: a server took it (the producer's
 * clock runs from there), it goes out again, or it never went.
 */
export async function followEscalationMail(
  db: Db,
  mail: { readonly id: string; readonly to: OutboxState; readonly at: number; readonly writtenAt: number },
): Promise<void> {
  if (!['accepted', 'cancelled', 'refused', 'queued'].includes(mail.to)) return;
  const rows = await db
    .selectFrom('escalation_mail')
    .innerJoin('escalation', 'escalation.id', 'escalation_mail.escalation_id')
    .selectAll('escalation')
    .where('escalation_mail.outbox_id', '=', mail.id)
    .execute();
  for (const row of rows as readonly Escalation[]) {
    const isAnswered = mail.to === 'accepted' && (await answeredSince(db, row.id, mail.writtenAt));
    const change = changeByMail(row, mail, isAnswered);
    if (change !== null) await db.updateTable('escalation').set(change).where('id', '=', row.id).execute();
  }
}

/** Whether a person has answered the case after this mail was written: its arrival at the server asks nothing anew. */
async function answeredSince(db: Db, escalation: string, at: number): Promise<boolean> {
  const row = await db
    .selectFrom('escalation_answer')
    .select('message_id')
    .where('escalation_id', '=', escalation)
    .where('settled', '=', 'done')
    .where('at', '>=', at)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function changeByMail(
  row: Escalation,
  { to, at }: { readonly to: OutboxState; readonly at: number },
  isAnswered: boolean,
): EscalationChange | null {
  if (to === 'accepted') {
    const started_at = row.started_at ?? at;
    // Closed or answered meanwhile: the mail went, and nobody waits for it.
    const isOver = isAnswered || (row.state === 'closed' && row.closed_by !== 'mail');
    if (isOver) return { started_at, ...(isAnswered && row.state === 'queued' ? { state: 'answered' } : {}) };
    const isReminder = row.state === 'waiting' && row.started_at !== null;
    return {
      state: 'waiting',
      started_at,
      waiting_since: row.waiting_since ?? at,
      ...OPEN,
      ...(isReminder ? { reminders: row.reminders + 1, reminded_at: at } : {}),
    };
  }
  // A case that was asked about before stays what it was, whatever became of one more mail.
  if (row.started_at !== null) return null;
  if (to === 'queued') return { state: 'queued', ...OPEN };
  return { state: 'closed', closed_at: at, closed_by: 'mail' };
}

type EscalationChange = Updateable<EscalationTable>;

/** The producer never had the mail, and nobody has answered since: what it was about is ours again. Answers the cases. */
export async function failEscalationMail(
  db: Db,
  mail: { readonly id: string; readonly writtenAt: number },
  at: number,
): Promise<readonly Escalation[]> {
  const rows = (await db
    .selectFrom('escalation_mail')
    .innerJoin('escalation', 'escalation.id', 'escalation_mail.escalation_id')
    .selectAll('escalation')
    .where('escalation_mail.outbox_id', '=', mail.id)
    .where('escalation.state', '!=', 'closed')
    .execute()) as readonly Escalation[];
  const failed: Escalation[] = [];
  for (const row of rows) if (!(await answeredSince(db, row.id, mail.writtenAt))) failed.push(row);
  await closeEscalations(
    db,
    failed.map(({ id }) => id),
    'mail',
    at,
  );
  return failed;
}
