import type { EditedText } from '../../../shared/contract/macros';
import { REPLY_LANGUAGES } from '../../../shared/domain/intent';
import type { ReplyLanguage } from '../../../shared/domain/intent';
import { isOwnMacro, isShipped } from '../../../shared/domain/macro-names';
import type { TextId } from '../../../shared/domain/macro';
import type { MacroDraftTable, MacroTextTable } from './schema';
import type { Db } from './tickets-table';

/** One version as it is read; `shipped` states hold no words that count. */
export type StoredText = {
  readonly macro: TextId;
  readonly language: ReplyLanguage;
  readonly version: number;
  readonly state: 'live' | 'shipped';
  readonly text: EditedText;
  /** Version of the shipped text at that time. */
  readonly shipped: string;
  readonly note: string;
  readonly by: string;
  readonly at: number;
};

export type StoredDraft = Pick<StoredText, 'macro' | 'language' | 'text' | 'by' | 'at'>;

/** All versions of one text, newest first. */
export async function textVersions(db: Db, macro: TextId): Promise<readonly StoredText[]> {
  const rows = await db
    .selectFrom('macro_text')
    .selectAll()
    .where('macro', '=', macro)
    .orderBy('version', 'desc')
    .execute();
  return rows.filter(isKnown).map(toText);
}

/** The newest version of every text that the team ever wrote: what is live. */
export async function newestTexts(db: Db): Promise<readonly StoredText[]> {
  const rows = await db
    .selectFrom('macro_text')
    .innerJoin(
      (of) =>
        of
          .selectFrom('macro_text')
          .select(['macro', 'language', (count) => count.fn.max('version').as('version')])
          .groupBy(['macro', 'language'])
          .as('newest'),
      (join) =>
        join
          .onRef('newest.macro', '=', 'macro_text.macro')
          .onRef('newest.language', '=', 'macro_text.language')
          .onRef('newest.version', '=', 'macro_text.version'),
    )
    .selectAll('macro_text')
    .orderBy('macro_text.macro')
    .orderBy('macro_text.language')
    .execute();
  return rows.filter(isKnown).map(toText);
}

/** Writes the next version; the key refuses a number that is taken. */
export async function addText(db: Db, { macro, language, text, ...row }: StoredText): Promise<void> {
  await db
    .insertInto('macro_text')
    .values({ macro, language, ...columnsOf(text), ...row })
    .execute();
}

export async function readDrafts(db: Db, macro: TextId | null): Promise<readonly StoredDraft[]> {
  const rows = await db
    .selectFrom('macro_draft')
    .selectAll()
    .$if(macro !== null, (query) => query.where('macro', '=', macro ?? ''))
    .orderBy('macro')
    .orderBy('language')
    .execute();
  return rows.filter(isKnown).map(toDraft);
}

export async function saveDraft(db: Db, { macro, language, text, by, at }: StoredDraft): Promise<void> {
  const row = { ...columnsOf(text), by, at };
  await db
    .insertInto('macro_draft')
    .values({ macro, language, ...row })
    .onConflict((conflict) => conflict.columns(['macro', 'language']).doUpdateSet(row))
    .execute();
}

export async function dropDraft(db: Db, macro: TextId, language: ReplyLanguage): Promise<void> {
  await db.deleteFrom('macro_draft').where('macro', '=', macro).where('language', '=', language).execute();
}

function columnsOf(text: EditedText) {
  const { title, subject, body } = text;
  return { title, subject, body, mailbox_subject: text.mailboxSubject, no_subject: text.noSubject };
}

function wordsOf(row: MacroDraftTable): EditedText {
  const { title, subject, body } = row;
  return { title, subject, body, mailboxSubject: row.mailbox_subject, noSubject: row.no_subject };
}

/** A text that a newer version of the desk knows stays where it is; this one does without it. */
function isKnown({ macro, language }: Pick<MacroDraftTable, 'macro' | 'language'>): boolean {
  return (isShipped(macro) || isOwnMacro(macro)) && (REPLY_LANGUAGES as readonly string[]).includes(language);
}

function toDraft(row: MacroDraftTable): StoredDraft {
  return {
    macro: row.macro as TextId,
    language: row.language as ReplyLanguage,
    text: wordsOf(row),
    by: row.by,
    at: row.at,
  };
}

function toText(row: MacroTextTable): StoredText {
  const { version, shipped, note } = row;
  return { ...toDraft(row), version, state: row.state === 'shipped' ? 'shipped' : 'live', shipped, note };
}
