import type { EditedText, MacroPreview } from '../../../shared/contract/macros';
import type { ReplyLanguage } from '../../../shared/domain/intent';
import { fill, fillFramed } from '../../../shared/domain/macro';
import type { MacroShelf, MacroSource, TextId } from '../../../shared/domain/macro';
import { sampleFacts } from '../../../shared/domain/sample-facts';
import { fillMacro, planEscalation, planFollowUp, suggestFirst } from '../../../shared/domain/suggest';
import type { EngineContext } from '../context';
import { openCaseOf } from '../tickets/ticket-view';
import { overlaid, sourceFrom } from './macro-shelf';
import { problemsOf } from './team-texts';

/** Fills a text that is being written, in its language, and says what is wrong with it. `ticket` null: with invented data. */
export async function previewText(
  context: EngineContext,
  wanted: {
    readonly macro: TextId;
    readonly language: ReplyLanguage;
    readonly text: EditedText;
    readonly ticket: string | null;
  },
): Promise<MacroPreview> {
  const { macro, language, text, ticket } = wanted;
  const source = sourceFrom(context.macros.shipped, macro, language, text);
  const problems = problemsOf(context, source);
  if (problems.some(({ kind }) => kind === 'not-liquid' || kind === 'unknown-placeholder')) {
    return { problems, filled: null };
  }
  const shelf = overlaid(context.macros, [{ macro, language, text }]);
  const filled = ticket === null ? null : await forTicket(context, shelf, wanted, ticket);
  return { problems, filled: filled ?? withSample(shelf, source) };
}

async function forTicket(
  context: EngineContext,
  shelf: MacroShelf,
  { macro, language }: { readonly macro: TextId; readonly language: ReplyLanguage },
  ticket: string,
): Promise<MacroPreview['filled']> {
  const open = await openCaseOf(context, ticket);
  if (open === null) return null;
  const { replyContext } = open;
  // The language that is being written, whatever the requester's: so one ticket serves all four.
  const facts = { ...open.facts, replyLanguage: language };
  const asWritten = { ...replyContext, defaultLanguage: language };
  if (macro === 'escalation' || macro === 'escalation.reminder') {
    const plan =
      macro === 'escalation' ? planEscalation(facts, asWritten, shelf) : planFollowUp(facts, asWritten, shelf);
    return plan.kind === 'ready' ? { subject: plan.subject, text: plan.text, holes: [] } : null;
  }
  return macro === 'frame' ? suggestFirst(facts, asWritten, shelf) : fillMacro(macro, facts, asWritten, shelf);
}

function withSample(shelf: MacroShelf, source: MacroSource): MacroPreview['filled'] {
  const facts = sampleFacts(source.language);
  if (source.macro === 'escalation' || source.macro === 'escalation.reminder') return fill(source, facts);
  const frame = shelf.text('frame', source.language);
  if (source.macro !== 'frame') return fillFramed(source, frame, facts);
  return fillFramed(shelf.text('holding', source.language), source, facts, source.mailboxSubject);
}
