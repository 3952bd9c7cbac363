import type { Template } from 'liquidjs';
import type { Passage } from './decision';
import type { ReplyLanguage } from './intent';
import { liquid } from './macro-liquid';
import { SLOTS } from './macro-names';
import type { MacroId, MacroPart, OwnMacroId, Situation, Slot, TextId } from './macro-names';
import { manyLines } from './reply-text';

export {
  ESCALATION_REASONS,
  MACRO_PARTS,
  MACROS,
  PRODUCER_REPLIES,
  PURCHASE_SLOTS,
  SITUATION_NAMES,
  SLOTS,
} from './macro-names';
export type { EscalationReason, MacroId, MacroPart, OwnMacroId, Situation, Slot, TextId } from './macro-names';

/** Everything a text is filled from. */
export type MacroFacts = {
  readonly slots: Readonly<Partial<Record<Slot, string>>>;
  readonly situation: Situation;
};

/** One text in one language, as its file says. */
export type MacroSource = {
  readonly macro: TextId;
  readonly language: ReplyLanguage;
  /** Name on the button. */
  readonly title: string;
  /** Liquid line of the subject. */
  readonly subject: string;
  /** `frame` only: subject of a new thread, and words for a mail without subject. */
  readonly mailboxSubject: string;
  readonly noSubject: string;
  readonly cites: readonly Passage[];
  /** Liquid text. */
  readonly body: string;
  /** Changes with the file: kept with each reply sent. */
  readonly version: string;
};

/** All texts: those of the desk complete for every language (checked when loaded), and the team's own. */
export type MacroShelf = {
  text(macro: MacroId | MacroPart, language: ReplyLanguage): MacroSource;
  titles(macro: MacroId | MacroPart): Readonly<Record<ReplyLanguage, string>>;
  /** The team's own texts that are live, in the languages that each of them has. */
  own(): readonly OwnMacro[];
};

/** One text of the team's own; never without any language. */
export type OwnMacro = {
  readonly id: OwnMacroId;
  readonly texts: Readonly<Partial<Record<ReplyLanguage, MacroSource>>>;
};

/** A filled text; holes are shown in it as `{{ name }}`. */
export type Filled = { readonly subject: string; readonly text: string; readonly holes: readonly Slot[] };

const HOLE_START = '\uE000';
const HOLE_END = '\uE001';
const HOLES = /\uE000([a-z_]+)\uE001/g;

const parsed = new Map<string, Template[]>();

/** Fills one text without its frame. Customer text is only ever a value: what looks like Liquid in it comes out as it is. */
export function fill(source: MacroSource, facts: MacroFacts): Filled {
  return finish(render(source.subject, facts), render(source.body, facts));
}

/**
 * Fills a text inside its frame (greeting and closing). `subject` may be another Liquid line than the text's own, for a
 * new thread.
 */
export function fillFramed(
  source: Pick<MacroSource, 'subject' | 'body'>,
  frame: MacroSource,
  facts: MacroFacts,
  subject?: string,
): Filled {
  const body = tidy(render(source.body, facts));
  return finish(render(subject ?? source.subject, facts), render(frame.body, facts, body));
}

function render(template: string, facts: MacroFacts, body?: string): string {
  const scope: Record<string, unknown> = { ...facts.situation };
  for (const slot of SLOTS) {
    const value = manyLines(facts.slots[slot] ?? '');
    scope[slot] = value === '' ? HOLE_START + slot + HOLE_END : value;
  }
  if (body !== undefined) scope['body'] = body;
  let templates = parsed.get(template);
  if (templates === undefined) {
    templates = liquid.parse(template);
    parsed.set(template, templates);
  }
  return String(liquid.renderSync(templates, scope));
}

function finish(subject: string, text: string): Filled {
  const holes = [...new Set([...subject.matchAll(HOLES), ...text.matchAll(HOLES)].map((match) => match[1] as Slot))];
  return { subject: show(subject).replace(/\s+/g, ' ').trim(), text: show(tidy(text)), holes };
}

function show(text: string): string {
  return text.replace(HOLES, (_, slot: string) => `{{ ${slot} }}`);
}

/** Tags leave blank lines and trailing blanks behind. */
function tidy(text: string): string {
  return text
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
