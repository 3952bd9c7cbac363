import { SportelloError } from '../../../shared/contract/errors';
import type {
  MacroCell,
  MacroLanguage,
  MacroOverview,
  MacroPlace,
  MacroVersion,
  OpenMacro,
} from '../../../shared/contract/macros';
import { REPLY_LANGUAGES } from '../../../shared/domain/intent';
import type { ReplyLanguage } from '../../../shared/domain/intent';
import { MACRO_PARTS, MACROS } from '../../../shared/domain/macro';
import type { MacroSource, TextId } from '../../../shared/domain/macro';
import { checkMacro, problemSentence } from '../../../shared/domain/macro-check';
import type { MacroProblem } from '../../../shared/domain/macro-check';
import { textOn } from '../../../shared/domain/own-macros';
import type { EngineContext } from '../context';
import { addText, dropDraft, newestTexts, readDrafts, textVersions } from '../store/macro-texts-table';
import type { StoredDraft, StoredText } from '../store/macro-texts-table';
import type { Db } from '../store/tickets-table';
import { sourceFrom, wordsOf } from './macro-shelf';

/** Tickets that a text is offered to be looked at with. */
const MOST_TICKETS = 8;

/** Every text with its state in each language: the desk's own in their order, then the team's. */
export async function overviewOf(context: EngineContext): Promise<readonly MacroOverview[]> {
  const [newest, drafts] = await Promise.all([newestTexts(context.store.db), readDrafts(context.store.db, null)]);
  const own = new Set([...context.macros.own().map(({ id }) => id), ...drafts.map(({ macro }) => macro)]);
  const ids = new Set<TextId>([...MACROS, ...MACRO_PARTS, ...[...own].sort()]);
  return [...ids].map((macro) => {
    const title = (language: ReplyLanguage): string => {
      const draft = drafts.find((one) => one.macro === macro && one.language === language);
      return textOn(context.macros, macro, language)?.title ?? draft?.text.title ?? '';
    };
    return {
      macro,
      titles: { it: title('it'), pt: title('pt'), es: title('es'), en: title('en') },
      cells: REPLY_LANGUAGES.map((language) => cellOf(context, macro, language, newest, drafts)),
    };
  });
}

function cellOf(
  context: EngineContext,
  macro: TextId,
  language: ReplyLanguage,
  newest: readonly StoredText[],
  drafts: readonly StoredDraft[],
): MacroCell {
  const isHere = (one: { readonly macro: TextId; readonly language: ReplyLanguage }): boolean =>
    one.macro === macro && one.language === language;
  const draft = drafts.find(isHere);
  const written = newest.find((one) => isHere(one) && one.state === 'live');
  const live = textOn(context.macros, macro, language);
  const looked = draft ? sourceFrom(context.macros.shipped, macro, language, draft.text) : live;
  return {
    language,
    version: newest.find(isHere)?.version ?? 0,
    live: live === undefined ? 'missing' : written === undefined ? 'shipped' : 'changed',
    draft: draft !== undefined,
    problems: looked === undefined ? 0 : problemsOf(context, looked).length,
    behind: written !== undefined && isBehind(context, written),
  };
}

/** One text with all that is known of it. */
export async function openMacro(context: EngineContext, macro: TextId): Promise<OpenMacro> {
  const { db } = context.store;
  const [versions, drafts, tickets] = await Promise.all([
    textVersions(db, macro),
    readDrafts(db, macro),
    ticketsFor(db, macro),
  ]);
  const languages = REPLY_LANGUAGES.map((language): MacroLanguage => {
    const own = versions.filter((one) => one.language === language);
    const draft = drafts.find((one) => one.language === language);
    const shipped = textOn(context.macros.shipped, macro, language);
    const live = textOn(context.macros, macro, language);
    const newest = own[0];
    return {
      language,
      live: live === undefined ? null : wordsOf(live),
      draft: draft ? { text: draft.text, by: draft.by, at: draft.at } : null,
      version: newest?.version ?? 0,
      versions: [...own.map(versionView), ...(shipped ? [shippedView(shipped)] : [])],
      behind: newest?.state === 'live' && isBehind(context, newest),
    };
  });
  return { macro, languages, tickets };
}

/** What is wrong with a text at this desk. */
export function problemsOf(context: EngineContext, source: MacroSource): readonly MacroProblem[] {
  const { ownAddresses, mailboxes } = context.desk();
  return checkMacro(source, [...ownAddresses, ...mailboxes.map(({ address }) => address)]);
}

/**
 * Makes drafts live, all or none, and answers what undo restores.
 * @throws SportelloError `stale-revision` where a colleague was first, `not-found` without a draft, `not-allowed` for a faulty text
 */
export async function goLive(
  context: EngineContext,
  places: readonly MacroPlace[],
  note: string,
): Promise<readonly MacroPlace[]> {
  const by = context.desk().agent.name;
  const at = context.outside.clock.now();
  await context.store.transaction(async (db) => {
    for (const { macro, language, version } of places) {
      const draft = (await readDrafts(db, macro)).find((one) => one.language === language);
      if (draft === undefined) throw noText(macro, language);
      const source = sourceFrom(context.macros.shipped, macro, language, draft.text);
      const problems = problemsOf(context, source);
      if (problems.length > 0) throw faulty(macro, language, problems);
      await refuseStale(db, { macro, language, version });
      const text = wordsOf(source);
      await addText(db, {
        macro,
        language,
        version: version + 1,
        state: 'live',
        text,
        shipped: shippedVersion(context, macro, language),
        note,
        by,
        at,
      });
      await dropDraft(db, macro, language);
    }
  });
  await tellChanged(context);
  return places;
}

/**
 * Writes older versions once more as the newest, and answers what undo restores. 0 is the shipped text.
 * @throws SportelloError `not-found`, `not-allowed` where an old text is faulty by the rules of today
 */
export async function restore(
  context: EngineContext,
  places: readonly MacroPlace[],
  note: string,
): Promise<readonly MacroPlace[]> {
  const by = context.desk().agent.name;
  const at = context.outside.clock.now();
  const before = await context.store.transaction(async (db) => {
    const newest: MacroPlace[] = [];
    for (const { macro, language, version } of places) {
      const versions = (await textVersions(db, macro)).filter((one) => one.language === language);
      const wanted = versions.find((one) => one.version === version);
      if (version > 0 && wanted === undefined) throw noText(macro, language);
      const latest = versions[0]?.version ?? 0;
      if (latest === version) continue;
      newest.push({ macro, language, version: latest });
      const shipped = textOn(context.macros.shipped, macro, language);
      const state = wanted?.state ?? 'shipped';
      const text = wanted?.text ?? (shipped ? wordsOf(shipped) : NO_WORDS);
      if (state === 'live') {
        const problems = problemsOf(context, sourceFrom(context.macros.shipped, macro, language, text));
        if (problems.length > 0) throw faulty(macro, language, problems);
      }
      const row = { macro, language, version: latest + 1, state, text, note, by, at };
      await addText(db, { ...row, shipped: shippedVersion(context, macro, language) });
    }
    return newest;
  });
  await tellChanged(context);
  return before;
}

const NO_WORDS = { title: '', subject: '', mailboxSubject: '', noSubject: '', body: '' };

async function tellChanged(context: EngineContext): Promise<void> {
  await context.macros.reload();
  context.announcer.macrosChanged();
}

function versionView({ version, state, text, by, at, note }: StoredText): MacroVersion {
  return { version, text: state === 'live' ? text : null, by, at, note };
}

function shippedView(source: MacroSource): MacroVersion {
  return { version: 0, text: wordsOf(source), by: '', at: null, note: '' };
}

function shippedVersion(context: EngineContext, macro: TextId, language: ReplyLanguage): string {
  return textOn(context.macros.shipped, macro, language)?.version ?? '';
}

function isBehind(context: EngineContext, { macro, language, shipped }: StoredText): boolean {
  return shipped !== shippedVersion(context, macro, language);
}

async function refuseStale(db: Db, { macro, language, version }: MacroPlace): Promise<void> {
  const newest = (await textVersions(db, macro)).find((one) => one.language === language);
  if ((newest?.version ?? 0) === version) return;
  throw new SportelloError('stale-revision', `${newest?.by ?? 'Somebody'} changed ${macro} (${language}) meanwhile.`, {
    reason: 'reply-text',
    action: 'Look at the text as it is live now, and make yours live again.',
    detail: { macro, language },
  });
}

function faulty(macro: TextId, language: ReplyLanguage, problems: readonly MacroProblem[]): SportelloError {
  return new SportelloError(
    'not-allowed',
    `${macro} (${language}) cannot go live: it ${problems.map(problemSentence).join('; it ')}.`,
    {
      reason: 'text-problems',
      action: 'Correct what is named; until then it stays a draft.',
      detail: { macro, language },
    },
  );
}

function noText(macro: TextId, language: ReplyLanguage): SportelloError {
  return new SportelloError('not-found', `There is no such text of ${macro} in ${language}.`, {
    reason: 'reply-text',
    action: 'Open the text again: it is shown as it is now.',
    detail: { macro, language },
  });
}

async function ticketsFor(db: Db, macro: TextId): Promise<OpenMacro['tickets']> {
  const newest = db
    .selectFrom('ticket')
    .select(['id', 'requester_name', 'requester_address', 'subject', 'language'])
    .where('decision', 'is not', null)
    .where('decision', '!=', 'ignore')
    .orderBy('number', 'desc')
    .limit(MOST_TICKETS);
  const [own, others] = await Promise.all([newest.where('decision', '=', macro).execute(), newest.execute()]);
  const rows = [...own, ...others.filter(({ id }) => own.every((one) => one.id !== id))].slice(0, MOST_TICKETS);
  return rows.map((row) => ({
    ticket: row.id,
    requester: row.requester_name === '' ? row.requester_address : row.requester_name,
    subject: row.subject,
    language: row.language ?? '',
  }));
}
