import type { DraftFields, DraftView } from '../../shared/contract/compose';
import type { AcceptedBlock } from '../../shared/contract/views';
import type { Sentence, Toast } from './desk-state';

/** What the windows of one desk tell each other: what one of them has that the store does not have yet, or did for all. */
export type WindowWord =
  /** Somebody types there: these are the newest words of the draft, whatever the store says. `fields` null: nobody touched them. */
  | { readonly kind: 'typed'; readonly draft: string; readonly text: string; readonly fields: DraftFields | null }
  /** That window closes, and the store, named here, did not take these words of it: the desk saves them when it can. */
  | {
      readonly kind: 'handed';
      readonly store: string;
      readonly draft: string;
      readonly text: string;
      readonly fields: DraftFields | null;
    }
  /** A note as it stands there; it is no row of the store before it is kept. */
  | { readonly kind: 'noted'; readonly ticket: string; readonly text: string }
  /** A window begins to show this ticket: who has words of it that are not in the store says them. */
  | { readonly kind: 'asked'; readonly ticket: string }
  /** The store has this draft otherwise than before: it was sent or given back. */
  | { readonly kind: 'draft'; readonly draft: string }
  /** It has other files; its words are as they were. */
  | { readonly kind: 'files'; readonly draft: string; readonly files: DraftView['files']; readonly room: number }
  /** A mail was accepted there; whoever shows the ticket, and the desk, can take it back. */
  | {
      readonly kind: 'queued';
      readonly ticket: string;
      /** The draft whose words it took along; null: those of no draft. */
      readonly draft: string | null;
      /** It was a forward or a new message. */
      readonly letter: boolean;
      readonly block: AcceptedBlock;
      readonly words: { readonly sentence: string; readonly detail: string | null; readonly name: string };
    }
  /** It was taken back there. */
  | { readonly kind: 'undone'; readonly block: string }
  /** A command that only the desk's window has. */
  | { readonly kind: 'run'; readonly command: string }
  /** A `mailto:` link that was followed there: the desk alone writes new messages. */
  | { readonly kind: 'write'; readonly link: string }
  /** Said to the person where they are: by the desk at the windows of tickets, by one of those that closes at the desk. */
  | {
      readonly kind: 'said';
      readonly to: 'desk' | 'tickets';
      readonly sentence: Sentence;
      readonly detail: Sentence | null;
      readonly tone: Toast['tone'];
      /** ms */
      readonly lasts: number;
    }
  /** The person is at that window now; null: at the desk's. */
  | { readonly kind: 'at'; readonly window: string | null }
  /** That window of a ticket has the focus no more. */
  | { readonly kind: 'away'; readonly window: string }
  /** That window was closed while the person was at it. */
  | { readonly kind: 'left'; readonly window: string };

/** The line between this window and the others of the same desk. */
export type OtherWindows = {
  /** Says it to all others. */
  tell(word: WindowWord): void;
  /** Says it in this window too, to whoever shows the same thing twice. */
  tellAll(word: WindowWord): void;
  on(listener: (word: WindowWord) => void): () => void;
};

const CHANNEL = 'sportello.windows';

/**
 * Over a channel of the browser, which reaches pages of our own origin in our own session alone (a mail's frame has another), within
 * the same instant: by the time a person has turned to another window, the words are there. Main carries none of it.
 */
export function createOtherWindows(): OtherWindows {
  return otherWindowsOver(new BroadcastChannel(CHANNEL));
}

/** The same over any channel that hands a message to all others and not to who said it. */
export function otherWindowsOver(channel: {
  postMessage(word: WindowWord): void;
  addEventListener(type: 'message', listener: (event: { readonly data: WindowWord }) => void): void;
}): OtherWindows {
  const listeners = new Set<(word: WindowWord) => void>();
  const hear = (word: WindowWord): void => {
    for (const listener of listeners) listener(word);
  };
  channel.addEventListener('message', ({ data }) => hear(data));
  return {
    tell: (word) => channel.postMessage(word),
    tellAll: (word) => {
      channel.postMessage(word);
      hear(word);
    },
    on: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
