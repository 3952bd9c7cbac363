import type { CorrectedCase } from '../../../shared/contract/views';
import { readCorrected } from '../store/corrections-table';
import { conversationRows } from '../store/thread-table';
import { correctedTickets } from '../store/tickets-table';
import { loadMacroFolder } from '../macros/load-macros';
import { conversationOf } from '../tickets/conversation-of';
import { runOverPast } from '../tickets/past-run';
import type { HandlersOf } from './handler';

/** What is wanted where an agent only said which purchase it is not. */
const ANOTHER = 'another purchase';

/** How right the desk is: its own reading of the tickets that agents put right. */
export const evaluationHandlers = {
  'evaluation.corrected': async (context) => {
    const cases: CorrectedCase[] = [];
    for (const ticket of await correctedTickets(context.store.db)) {
      const rows = await conversationRows(context.store.db, [ticket.id]);
      // As if nobody had corrected it: otherwise the desk would only be compared with itself.
      const conversation = conversationOf({ ...ticket, corrected_json: null }, rows, context.desk());
      if (!conversation) continue;
      const { intent, match, delivery } = await context.decide(conversation, context.source);
      const { intent: set, transaction, delivery: ruled, refused } = readCorrected(ticket.corrected_json);
      const matched = match.status === 'matched' ? match.purchase.transaction : match.status;
      if (set !== null) cases.push({ ticket: ticket.id, field: 'intent', wanted: set, got: intent.intent });
      if (transaction !== null)
        cases.push({ ticket: ticket.id, field: 'transaction', wanted: transaction, got: matched });
      // "Not this one": which one it is nobody said.
      else if (refused.includes(matched))
        cases.push({ ticket: ticket.id, field: 'transaction', wanted: ANOTHER, got: matched });
      if (ruled !== null) cases.push({ ticket: ticket.id, field: 'delivery', wanted: ruled, got: delivery ?? 'none' });
    }
    return cases;
  },

  'evaluation.past': async (context, { last, macros }) =>
    runOverPast(context, { last, macros: macros === null ? null : await loadMacroFolder(macros) }),
  'evaluation.stop': (context) => ({ asked: context.pastRuns.stop() }),
} satisfies HandlersOf<'evaluation.corrected' | 'evaluation.past' | 'evaluation.stop'>;
