import { z } from 'zod';
import { REPLY_LANGUAGES } from '../domain/intent';
import type { ReplyLanguage } from '../domain/intent';
import type { MacroProblem } from '../domain/macro-check';
import { isShipped } from '../domain/macro-names';
import type { TextId } from '../domain/macro-names';

/** Longest text of a macro, characters: ten times the longest shipped one. */
export const MAX_MACRO_CHARS = 40_000;
/** Longest title or subject, characters: what a mail program shows of it is a fifth. */
export const MAX_MACRO_LINE = 500;
/** Texts that one import, one try or one change may hold: all shipped ones and some hundred of the team's own, in every language. */
const MAX_TEXTS = 600;
/** Tickets that one try may read. */
const MAX_TRIED = 10_000;

/** What a person writes of one text in one language. */
export const editedTextSchema = z.strictObject({
  title: z.string().max(MAX_MACRO_LINE),
  subject: z.string().max(MAX_MACRO_LINE),
  /** The frame alone has these two: subject of a new thread, and words for a mail without subject. */
  mailboxSubject: z.string().max(MAX_MACRO_LINE),
  noSubject: z.string().max(MAX_MACRO_LINE),
  body: z.string().max(MAX_MACRO_CHARS),
});
export type EditedText = z.infer<typeof editedTextSchema>;

/** What follows `own.`: short, and good as part of a file's name on every system. */
export const OWN_ID = /^own\.[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/;

const macro = z
  .string()
  .max(64)
  .refine((id): id is TextId => isShipped(id) || OWN_ID.test(id), 'is no text of the desk and no own.<name>');
const language = z.enum(REPLY_LANGUAGES);
const place = { macro, language };
const note = z.string().trim().max(500);

/** What a window asks about reply texts. */
export const macroParams = {
  /** Every text with its state in each language. */
  'macros.overview': z.strictObject({}),
  /** One of them with its drafts and versions. */
  'macros.open': z.strictObject({ macro }),
  /** Keeps what is typed; null drops it. */
  'macros.keepDraft': z.strictObject({ ...place, text: editedTextSchema.nullable() }),
  /** Fills a text for a ticket, or (null) for invented data, and says what is wrong with it. */
  'macros.preview': z.strictObject({
    ...place,
    text: editedTextSchema,
    ticket: z
      .string()
      .regex(/^T-\d{1,12}$/)
      .nullable(),
  }),
  /** Makes these drafts live, all or none. `version`: the newest that the person saw. */
  'macros.goLive': z.strictObject({
    drafts: z
      .array(z.strictObject({ ...place, version: z.number().int().min(0) }))
      .min(1)
      .max(MAX_TEXTS),
    note,
  }),
  /** Writes an older version once more as the newest; 0: the shipped text, or none for a text of the team's own. */
  'macros.restore': z.strictObject({
    versions: z
      .array(z.strictObject({ ...place, version: z.number().int().min(0) }))
      .min(1)
      .max(MAX_TEXTS),
    note,
  }),
  /** Fills the newest past tickets with the texts as they are and with these drafts, and tells what differs. */
  'macros.try': z.strictObject({
    drafts: z.array(z.strictObject(place)).min(1).max(MAX_TEXTS),
    last: z.number().int().min(1).max(MAX_TRIED),
  }),
  /** The whole set as a ZIP of its files. */
  'macros.export': z.strictObject({}),
  /** What a ZIP or a folder of such files holds; what differs from what is live becomes a draft. Asked by hosts alone. */
  'macros.import': z.strictObject({ path: z.string().min(1).max(4096) }),
} as const;

/** How one language of a text stands. `missing`: a text of the team's own that nobody wrote in it. */
export type MacroCell = {
  readonly language: ReplyLanguage;
  /** The newest version's number; 0 before the first. */
  readonly version: number;
  readonly live: 'shipped' | 'changed' | 'missing';
  readonly draft: boolean;
  /** Faults of the draft, else of what is live. */
  readonly problems: number;
  /** The desk ships another text since this one was written. */
  readonly behind: boolean;
};

export type MacroOverview = {
  readonly macro: TextId;
  /** Titles as they are live, else of the draft; '' where there is none. */
  readonly titles: Readonly<Record<ReplyLanguage, string>>;
  readonly cells: readonly MacroCell[];
};

export type MacroVersion = {
  /** 0: as it comes with the desk. */
  readonly version: number;
  /** null: went back to the shipped text, or was taken away. */
  readonly text: EditedText | null;
  readonly by: string;
  /** Epoch ms; null for version 0. */
  readonly at: number | null;
  readonly note: string;
};

export type MacroLanguage = {
  readonly language: ReplyLanguage;
  /** null: missing. */
  readonly live: EditedText | null;
  readonly draft: { readonly text: EditedText; readonly by: string; readonly at: number } | null;
  /** The newest version's number; 0 before the first. */
  readonly version: number;
  /** Newest first; the last is the shipped text, where there is one. */
  readonly versions: readonly MacroVersion[];
  readonly behind: boolean;
};

export type OpenMacro = {
  readonly macro: TextId;
  readonly languages: readonly MacroLanguage[];
  /** Tickets to look at it with: those that it would be suggested for first, else the newest. */
  readonly tickets: readonly {
    readonly ticket: string;
    readonly requester: string;
    readonly subject: string;
    readonly language: string;
  }[];
};

export type MacroPreview = {
  readonly problems: readonly MacroProblem[];
  /** null where it cannot be filled. */
  readonly filled: { readonly subject: string; readonly text: string; readonly holes: readonly string[] } | null;
};

/** One reply that would read otherwise. */
export type ChangedReply = {
  readonly ticket: string;
  readonly macro: string;
  readonly language: ReplyLanguage;
  readonly before: { readonly subject: string; readonly text: string };
  readonly after: { readonly subject: string; readonly text: string };
  /** Holes that were not there before. */
  readonly newHoles: readonly string[];
};

export type MacroTry = {
  /** Tickets that were read; fewer than asked for where there are no more, or somebody stopped it. */
  readonly tickets: number;
  readonly stopped: boolean;
  readonly texts: readonly { readonly macro: string; readonly tickets: number }[];
  /** Replies that would have a hole that they have not now. */
  readonly withNewHoles: number;
  /** The newest of them; all are counted. */
  readonly replies: readonly ChangedReply[];
};

export type MacroImport = {
  /** Texts that differ from what is live, now drafts. */
  readonly drafts: readonly {
    readonly macro: TextId;
    readonly language: ReplyLanguage;
    readonly problems: readonly MacroProblem[];
  }[];
  readonly same: number;
  /** Files that were left out, each with why. */
  readonly refused: readonly string[];
};

/** What each method answers. */
export type MacroResults = {
  'macros.overview': readonly MacroOverview[];
  'macros.open': OpenMacro;
  'macros.keepDraft': { readonly savedAt: number };
  'macros.preview': MacroPreview;
  /** `before`: versions to restore for undo. */
  'macros.goLive': { readonly before: readonly MacroPlace[] };
  'macros.restore': { readonly before: readonly MacroPlace[] };
  'macros.try': MacroTry;
  'macros.export': { readonly fileName: string; readonly base64: string };
  'macros.import': MacroImport;
};

export type MacroPlace = { readonly macro: TextId; readonly language: ReplyLanguage; readonly version: number };
