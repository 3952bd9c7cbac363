import type { SavedMailView, ToldMail } from '../../shared/contract/saved-mail';
import type { DisguisedLinks } from '../conversation/disguised-links';
import type { NoticeScope } from '../../shared/domain/incident';
import type { EscalationReason } from '../../shared/domain/macro-names';
import type { Queue } from '../../shared/domain/ticket';

/** What the middle of the desk shows: a queue, or one of the pages beside them. */
export type Page = Queue | 'outbox' | 'team-lead' | 'macros' | 'settings';

export type DialogName =
  | 'keys'
  | 'link-purchase'
  | 'snooze'
  | 'assign'
  | 'labels'
  | 'macros'
  | 'hand-over'
  | 'block-sender'
  | 'join-case'
  | 'notice'
  | 'review'
  | 'mentions';

/** A preview that waits for Enter. `seen` is what the agent was shown (`fingerprint`): when it changes, so does the reply. */
export type Armed =
  | { readonly kind: 'suggestion'; readonly ticket: string; readonly seen: string; readonly index: number }
  | {
      readonly kind: 'escalation';
      readonly ticket: string;
      readonly seen: string;
      /** What the producer is asked for; null: the desk's own guess. */
      readonly reason: EscalationReason | null;
    };

/** A sentence for the agent: a key of the locale files and its values. */
export type Sentence = {
  readonly key: string;
  readonly values?: Readonly<Record<string, string | number>>;
  /** Values that are words of the locale files themselves: their keys, said one after the other. */
  readonly named?: Readonly<Record<string, readonly string[]>>;
};

export type Toast = {
  readonly id: string;
  readonly tone: 'plain' | 'good' | 'bad';
  readonly sentence: Sentence;
  /** Second, quieter line: the decision, or what to do. */
  readonly detail: Sentence | null;
  /** What a bug was, in English, behind a button. */
  readonly technical: string | null;
  /** The block that its Undo button takes back; null when there is nothing to undo. */
  readonly block: string | null;
  /** Epoch ms at which it disappears; for a reply, the end of the undo window. */
  readonly until: number;
  readonly countsDown: boolean;
};

export type DeskState = {
  readonly page: Page;
  readonly selected: string | null;
  readonly search: string;
  readonly armed: Armed | null;
  /** Why nothing was queued: red reasons of the suggestion that was pressed. */
  readonly refused: { readonly ticket: string; readonly index: number } | null;
  readonly dialog: DialogName | null;
  /** A claim that a colleague stands in the way of: the agent is asked. `held` is the ticket of the case that they hold. */
  readonly contested: { readonly ticket: string; readonly held: string; readonly who: string } | null;
  /** Tickets of the case that was answered last, offered to be closed until then, epoch ms. */
  readonly rest: {
    readonly answered: string;
    readonly tickets: readonly { readonly ticket: string; readonly revision: number }[];
    readonly until: number;
  } | null;
  /** What the notice that is being written is about; null: what the open ticket is about. */
  readonly noticeAbout: NoticeScope | null;
  /** Path of the file that a person chose or dropped, while its import is looked at. */
  readonly importing: string | null;
  /** A saved mail that was opened and that the desk lacks, while the agent is asked; `left` more wait behind it. */
  readonly savedMail: (Pick<ToldMail, 'fileName' | 'left'> & { readonly mail: SavedMailView }) | null;
  readonly composer: 'closed' | 'reply' | 'note';
  /** What the palette asked of the composer. */
  readonly asked: 'send' | 'resolve' | 'later' | 'copies' | null;
  /** The new message or forward that is being written. */
  readonly letter: { readonly draft: string } | null;
  /** A text put into the composer: whoever shows the composer takes it over and saves it as a draft. */
  readonly inserted: { readonly ticket: string; readonly text: string; readonly macro: string } | null;
  readonly why: boolean;
  readonly original: boolean;
  readonly marked: readonly string[];
  /** Tickets that were ticked in a figure: what a dialog that opens there is about, in place of the marked ones. */
  readonly about: readonly string[] | null;
  /** The ticket whose window the person is at; null: at this one, or at something else. */
  readonly elsewhere: string | null;
  readonly toasts: readonly Toast[];
  readonly link: 'up' | 'down';
  /** A link of a mail waiting for the agent to see its true host. */
  readonly openLink: string | null;
  /** Of each mail that is shown in a frame and has any: its links whose text names another domain. */
  readonly disguised: ReadonlyMap<string, DisguisedLinks>;
  /** producer.contact: the agent's choice whether the escalation goes along; null = the desk's default. */
  readonly escalate: boolean | null;
  readonly singleKeys: boolean;
  /** The same text has just gone to this ticket's address: the next press sends it all the same. */
  readonly repeat: boolean;
  readonly busy: boolean;
  /** The first list is there, or the word that it cannot be had. */
  readonly listed: boolean;
};

/** The desk as it opens; `selected`: the ticket that the window was opened for. */
export function firstState(singleKeys: boolean, selected: string | null): DeskState {
  return {
    page: 'inbox',
    selected,
    search: '',
    armed: null,
    refused: null,
    dialog: null,
    contested: null,
    rest: null,
    noticeAbout: null,
    importing: null,
    savedMail: null,
    composer: 'closed',
    asked: null,
    letter: null,
    inserted: null,
    why: false,
    original: false,
    marked: [],
    about: null,
    elsewhere: null,
    toasts: [],
    link: 'up',
    openLink: null,
    disguised: new Map(),
    escalate: null,
    singleKeys,
    repeat: false,
    busy: false,
    listed: false,
  };
}

/** What belongs to one ticket and ends when another is selected. */
export const FRESH_TICKET: Pick<
  DeskState,
  'armed' | 'refused' | 'contested' | 'composer' | 'asked' | 'why' | 'original' | 'escalate' | 'inserted' | 'repeat'
> = {
  armed: null,
  refused: null,
  contested: null,
  composer: 'closed',
  asked: null,
  why: false,
  original: false,
  escalate: null,
  inserted: null,
  repeat: false,
};
