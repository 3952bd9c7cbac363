import { foldAddress } from './address';
import type { MacroSource } from './macro';
import { liquid } from './macro-liquid';
import { PURCHASE_SLOTS, SITUATION_NAMES, SLOTS } from './macro-names';
import type { Slot, TextId } from './macro-names';

/** Kinds of faults, as keys of the window's words. */
export const MACRO_PROBLEMS = [
  'no-title',
  'no-text',
  'no-subject',
  'unknown-placeholder',
  'not-liquid',
  'condition-on-slot',
  'needs-placeholder',
  'tells-purchase',
  'body-outside-frame',
  'own-address',
] as const;

/** One thing that keeps a text from going live. */
export type MacroProblem = {
  readonly kind: (typeof MACRO_PROBLEMS)[number];
  readonly part: 'title' | 'subject' | 'mailbox_subject' | 'no_subject' | 'text';
  /** The placeholder, the address, or what the reader of Liquid says; '' where there is nothing to name. */
  readonly value: string;
  /** Line of the part, from 1; null where the whole is meant. */
  readonly line: number | null;
};

/** Parts of a text that are Liquid, and those that are plain words. */
const LIQUID_PARTS = ['subject', 'mailbox_subject', 'text'] as const;
const KNOWN: readonly string[] = [...SLOTS, ...SITUATION_NAMES];
/** Texts that strangers get, too: one and the same for everybody (domain.md, "No oracle"). */
const TO_STRANGERS: readonly TextId[] = [
  'ask.purchase-details',
  'verify.purchase-email',
  'verify.purchase-email.dmarc',
  'follow-up.identify',
  'remind.customer',
];
const ADDRESS = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

/** What a text must print (casework.md, "What the texts must hold" and "Producers"). */
function neededSlots(id: TextId): readonly Slot[] {
  if (id.startsWith('club.')) return ['link', 'purchase_email'];
  if (id === 'frame') return ['body', 'signature'];
  // The four facts of every escalation.
  if (id === 'escalation') return ['transaction', 'product', 'purchase_date', 'purchase_email'];
  if (id === 'ask.which-product') return ['products'];
  return [];
}

/**
 * What keeps a text from being used, in the order of its parts; empty when it can be. `ownAddresses` are the team's: no text sends
 * a customer to an address that he wrote to.
 */
export function checkMacro(source: MacroSource, ownAddresses: readonly string[] = []): readonly MacroProblem[] {
  const problems: MacroProblem[] = [];
  const isFrame = source.macro === 'frame';
  if (source.title === '') problems.push({ kind: 'no-title', part: 'title', value: '', line: null });
  if (!isFrame && source.subject === '') problems.push({ kind: 'no-subject', part: 'subject', value: '', line: null });
  if (isFrame && source.mailboxSubject === '')
    problems.push({ kind: 'no-subject', part: 'mailbox_subject', value: '', line: null });
  if (isFrame && source.noSubject === '') problems.push({ kind: 'no-text', part: 'no_subject', value: '', line: null });
  if (source.body === '') problems.push({ kind: 'no-text', part: 'text', value: '', line: null });
  const templates = { subject: source.subject, mailbox_subject: source.mailboxSubject, text: source.body };
  const printed = new Set<string>();
  for (const part of LIQUID_PARTS) {
    const template = templates[part];
    problems.push(...checkPlaceholders(part, template, printed), ...checkConditions(part, template));
    problems.push(...checkAddresses(part, template, ownAddresses));
  }
  if (problems.some(({ kind }) => kind === 'not-liquid')) return problems;
  for (const slot of neededSlots(source.macro)) {
    if (!printed.has(slot)) problems.push({ kind: 'needs-placeholder', part: 'text', value: slot, line: null });
  }
  if (TO_STRANGERS.includes(source.macro)) {
    const told = PURCHASE_SLOTS.filter((slot) => printed.has(slot));
    problems.push(...told.map((value) => ({ kind: 'tells-purchase', part: 'text', value, line: null }) as const));
  }
  if (!isFrame && printed.has('body'))
    problems.push({ kind: 'body-outside-frame', part: 'text', value: 'body', line: lineOf(source.body, 'body') });
  return problems;
}

/** The same as sentences for whoever reads a log or a command line. */
export function macroProblems(source: MacroSource): readonly string[] {
  return checkMacro(source).map(problemSentence);
}

/** One problem in English. */
export function problemSentence({ kind, part, value }: MacroProblem): string {
  switch (kind) {
    case 'no-title':
      return 'has no title';
    case 'no-text':
      return part === 'text' ? 'has no text' : `has no ${part}`;
    case 'no-subject':
      return `has no ${part}`;
    case 'unknown-placeholder':
      return `${part} uses the unknown placeholder "${value}"`;
    case 'not-liquid':
      return `${part} is not valid Liquid: ${value}`;
    case 'condition-on-slot':
      return `${part} has a condition on "${value}"`;
    case 'needs-placeholder':
      return `must print "${value}"`;
    case 'tells-purchase':
      return `goes to strangers, too, and prints "${value}" of a purchase`;
    case 'body-outside-frame':
      return 'prints "body", which only the frame has';
    case 'own-address':
      return `${part} sends the customer to ${value}, where he wrote already`;
  }
}

function checkPlaceholders(
  part: (typeof LIQUID_PARTS)[number],
  template: string,
  printed: Set<string>,
): readonly MacroProblem[] {
  try {
    const names = liquid.globalVariablesSync(template);
    for (const name of names) printed.add(name);
    const unknown = names.filter((name) => !KNOWN.includes(name));
    return unknown.map((value) => ({ kind: 'unknown-placeholder', part, value, line: lineOf(template, value) }));
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const line = /, line:(\d+)/.exec(said)?.[1];
    const value = said.replace(/, line:\d+.*$/s, '');
    return [{ kind: 'not-liquid', part, value, line: line === undefined ? null : Number(line) }];
  }
}

// A condition on a slot would hide a missing fact instead of showing a hole.
function checkConditions(part: (typeof LIQUID_PARTS)[number], template: string): readonly MacroProblem[] {
  const problems: MacroProblem[] = [];
  for (const match of template.matchAll(/\{%-?\s*(?:if|elsif|unless|case|when)\b([^%]*)%\}/g)) {
    const words = (match[1] ?? '').replace(/'[^']*'|"[^"]*"/g, '').match(/[a-z_]+/g) ?? [];
    for (const value of words) {
      if ((SLOTS as readonly string[]).includes(value))
        problems.push({ kind: 'condition-on-slot', part, value, line: lineAt(template, match.index) });
    }
  }
  return problems;
}

function checkAddresses(
  part: (typeof LIQUID_PARTS)[number],
  template: string,
  ownAddresses: readonly string[],
): readonly MacroProblem[] {
  const own = new Set(ownAddresses.map(foldAddress));
  return [...template.matchAll(ADDRESS)]
    .filter(([address]) => own.has(foldAddress(address)))
    .map((match) => ({ kind: 'own-address', part, value: match[0], line: lineAt(template, match.index) }));
}

function lineOf(template: string, name: string): number | null {
  const at = new RegExp(`\\b${name.replace(/[^\w]/g, '.')}\\b`).exec(template);
  return at === null ? null : lineAt(template, at.index);
}

function lineAt(template: string, index: number): number {
  return template.slice(0, index).split('\n').length;
}
