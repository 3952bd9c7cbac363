import type { SilentProducer } from '../../shared/contract/escalations';
import type { TicketView } from '../../shared/contract/views';
import type { EscalationReason } from '../../shared/domain/macro-names';
import type { EscalationPlan } from '../../shared/domain/suggestion';
import type { Desk } from './desk';
import { tellQueued } from './sending';

/** What `P` would send for this ticket, for the reason that is chosen; null where nobody can be asked. */
export function escalationPlan(view: TicketView | undefined, reason: EscalationReason | null): EscalationPlan | null {
  const choices = view?.escalations ?? null;
  if (choices === null) return null;
  if (choices.followUp !== null) return choices.followUp;
  return choices.plans?.[reason ?? choices.usual] ?? null;
}

/** Says for which cases an answer counts. */
export async function settleAnswer(desk: Desk, message: string, done: readonly string[]): Promise<void> {
  try {
    const { tickets } = await desk.engine.call('escalations.settle', { message, done: [...done] });
    desk.toast({ sentence: { key: 'toast.answer-settled', values: { count: tickets.length } } });
    await desk.queries.invalidateQueries({ queryKey: ['tickets.open'] });
  } catch (error) {
    desk.complain(error);
  }
}

/** Sends the drafted reminder to a silent producer; one Undo takes it back. */
export async function remindProducer(desk: Desk, silent: SilentProducer): Promise<void> {
  const ids = silent.cases.map(({ escalation }) => escalation);
  try {
    const block = await desk.engine.call('escalations.remind', { escalations: ids, seen: silent.text });
    const undo = async (): Promise<void> => {
      await desk.engine.call('replies.undo', { block: block.block });
      await desk.queries.invalidateQueries({ queryKey: ['escalations.silent'] });
    };
    desk.blocks.push({ id: block.block, until: block.until, undo });
    tellQueued(desk, block, 'toast.escalation-queued', null, silent.producer || silent.to);
    await desk.queries.invalidateQueries({ queryKey: ['escalations.silent'] });
  } catch (error) {
    desk.complain(error);
  }
}
