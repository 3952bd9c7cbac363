import { useEffect, useRef, useState } from 'react';
import type { TicketView } from '../../shared/contract/views';
import { PRODUCER_REPLIES } from '../../shared/domain/macro-names';
import { addNote } from '../desk/casework';
import { useDesk, useDeskState } from '../desk/desk-context';
import type { DeskState } from '../desk/desk-state';
import { sendTyped } from '../desk/replying';
import { namesOf, replyLanguage, spellField } from '../desk/spell-fields';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { attachFiles, pastedFiles } from './attach-files';
import { AttachedFiles } from './attached-files';
import { ComposerBar } from './composer-bar';
import { nextHole } from './holes';
import type { Hole } from './holes';
import { insertText } from './insert-text';
import { MentionList, useMentions } from './mention-list';
import { noteOf, writeNote } from './notes';
import { readFields } from './read-fields';
import { RecipientFields } from './recipient-fields';
import { SendLater } from './send-later';
import { caretOf, keepCaret, useDraft } from './use-draft';
import { useKeysOf } from './use-keys-of';
import { useStable } from './use-stable';
import './composer.css';

type Way = { readonly sendAt?: number; readonly resolve?: boolean };

/** Where the agent writes: one line until it is needed, a reply or an internal note. Counts as one field for the keys. */
export function Composer(props: { readonly view: TicketView }) {
  const { view } = props;
  const ticket = view.row.id;
  const desk = useDesk();
  const words = useWords();
  const mode = useDeskState((state) => state.composer);
  const inserted = useDeskState((state) => state.inserted);
  const kept = useEngine('drafts.open', { draft: ticket }).data;
  const draft = useDraft(ticket, view.draft, kept?.fields);
  const [note, setNote] = useState(noteOf(ticket));
  const [addressing, setAddressing] = useState(false);
  const [later, setLater] = useState(false);
  /** Which text the reply started from, for the record. */
  const macro = useRef<string | null>(null);
  /** The same for what is on screen: to whom it goes. */
  const [begunWith, setBegunWith] = useState<string | null>(null);
  /** The reply text that was put in, as long as it was nothing else: another one takes its place. */
  const untouched = useRef<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const noting = mode === 'note';
  const text = noting ? note : draft.text;
  const hasRecipients = draft.fields.to + draft.fields.cc + draft.fields.bcc !== '';
  const hasFiles = (kept?.files.length ?? 0) > 0;
  const open = mode !== 'closed' || draft.text !== '' || hasFiles || hasRecipients;

  useEffect(() => {
    if (mode === 'closed') return;
    field.current?.focus();
    const caret = mode === 'reply' ? caretOf(ticket) : undefined;
    if (caret !== undefined) field.current?.setSelectionRange(...caret);
  }, [mode, ticket]);
  useEffect(() => {
    if (inserted === null || inserted.ticket !== ticket) return;
    desk.store.set({ inserted: null });
    const { selectionStart: from, selectionEnd: to } = field.current ?? { selectionStart: 0, selectionEnd: 0 };
    const { text: next, at } = insertText({ text: draft.text, from, to, inserted: untouched.current }, inserted.text);
    untouched.current = next === inserted.text ? next : null;
    draft.write(next);
    macro.current = inserted.macro;
    requestAnimationFrame(() => {
      setBegunWith(inserted.macro);
      const hole = nextHole(inserted.text, 0);
      field.current?.focus();
      if (hole !== null) field.current?.setSelectionRange(at + hole.from, at + hole.to);
    });
  }, [inserted, ticket, desk, draft]);
  const language = noting ? words.language : replyLanguage(view, words.language);
  useEffect(() => spellField(desk.shell, field.current, { language, known: namesOf(view) }), [desk, view, language]);
  const write = (next: string): void => {
    if (!noting) {
      draft.write(next);
      return;
    }
    setNote(next);
    writeNote(desk.others, ticket, next);
  };
  useEffect(
    () =>
      desk.others.on((word) => {
        if (word.kind === 'noted' && word.ticket === ticket) setNote(word.text);
      }),
    [desk, ticket],
  );
  const mentions = useMentions(field, note, noting, write);
  const show = ({ from, to }: Hole): void => {
    field.current?.focus();
    field.current?.setSelectionRange(from, to);
  };

  const send = async (way: Way): Promise<void> => {
    if (text.trim() === '') return;
    if (noting) {
      if (!(await addNote(desk, ticket, text.trim()))) return;
      setNote('');
      writeNote(desk.others, ticket, '');
      desk.store.set({ composer: 'closed' });
      return;
    }
    const hole = nextHole(text, 0);
    if (hole !== null) {
      show(hole);
      desk.toast({ sentence: { key: 'composer.hole', values: { hole: hole.text } }, tone: 'bad' });
      return;
    }
    const fields = readFields(draft.fields);
    if (fields.kind === 'wrong') {
      setAddressing(true);
      desk.toast({ sentence: fields.sentence, tone: 'bad' });
      return;
    }
    if (await sendTyped(desk, text, macro.current, { ...way, ...fields })) {
      draft.sent();
      desk.store.set({ composer: 'closed' });
      // The desk has moved on; where the ticket stays, the keys are its own again.
      if (desk.ticket !== null) box.current?.closest<HTMLElement>('[data-zone="conversation"]')?.focus();
    }
  };

  const ask = (what: NonNullable<DeskState['asked']>): void => {
    if (noting) return;
    if (what === 'send') void send({});
    else if (what === 'resolve') void send({ resolve: true });
    else if (what === 'later') setLater(true);
    else setAddressing(true);
  };
  useEffect(() =>
    desk.store.subscribe(() => {
      const { asked } = desk.store.get();
      if (asked === null) return;
      desk.store.set({ asked: null });
      ask(asked);
    }),
  );

  useKeysOf(box, (event) => {
    if (event.repeat && !event.key.startsWith('Arrow')) return;
    const isPlain = !event.ctrlKey && !event.shiftKey && !event.isComposing && event.target === field.current;
    if (isPlain && mentions.takesKey(event.key)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const key = event.key.toLowerCase();
    const plainTab = event.key === 'Tab' && !event.shiftKey && !event.ctrlKey && event.target === field.current;
    const hole = plainTab && !noting ? nextHole(text, field.current?.selectionEnd ?? 0) : null;
    if (hole !== null) show(hole);
    else if (event.key === 'Enter' && event.ctrlKey) void send(event.shiftKey && !noting ? { resolve: true } : {});
    else if (event.ctrlKey && event.shiftKey && key === 'c') ask('copies');
    else if (event.ctrlKey && event.shiftKey && key === 'h') ask('later');
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // A key changes none of them: what is around the text is drawn when it changes itself.
  const toggleCopies = useStable(() => setAddressing(!addressing));
  const askWhen = useStable(() => setLater(true));
  const stopAsking = useStable(() => setLater(false));
  const sendNow = useStable(() => void send({}));
  const sendAt = useStable((at: number) => {
    setLater(false);
    void send({ sendAt: at });
  });

  const recipient = draft.fields.to || usualRecipient(view, begunWith);
  return (
    <div
      className="composer"
      data-open={open || undefined}
      data-mode={noting ? 'note' : 'reply'}
      data-field-zone
      ref={box}
    >
      {open && (noting || !(addressing || hasRecipients)) && (
        <p className="composer-to">
          {noting ? words.t('composer.note-stays') : words.t('composer.to', { address: recipient })}
        </p>
      )}
      {open && !noting && (addressing || hasRecipients) && (
        <RecipientFields
          shown={['to', 'cc', 'bcc']}
          fields={draft.fields}
          otherwise={recipient}
          {...(addressing ? { focus: 'cc' as const } : {})}
          onChange={draft.writeFields}
        />
      )}
      <div className="composer-field">
        <textarea
          ref={field}
          data-zone="composer"
          lang={language}
          aria-label={words.t(noting ? 'composer.note' : 'composer.reply')}
          // It stays a textbox, which has no aria-expanded: that names are proposed is told beside it.
          aria-autocomplete={noting ? 'list' : undefined}
          aria-controls={mentions.people.length > 0 ? `${mentions.id}-list` : undefined}
          aria-activedescendant={mentions.people.length > 0 ? `${mentions.id}-list-${mentions.at}` : undefined}
          placeholder={words.t(noting ? 'composer.note-hint' : 'composer.hint')}
          value={text}
          rows={open ? 8 : 1}
          onFocus={() => {
            if (mode === 'closed') desk.store.set({ composer: 'reply', armed: null });
          }}
          onSelect={(event) => {
            if (mode === 'reply') keepCaret(ticket, event.currentTarget);
            if (noting && mentions.people.length > 0) mentions.look(event.currentTarget.selectionStart);
          }}
          onPaste={(event) => {
            const files = pastedFiles(event.clipboardData);
            if (files.length === 0) return;
            event.preventDefault();
            if (noting) desk.toast({ sentence: { key: 'files.not-in-note' }, tone: 'bad' });
            else void attachFiles(desk, ticket, files);
          }}
          onChange={(event) => {
            write(event.target.value);
            mentions.look(event.target.selectionStart);
          }}
          onBlur={() => mentions.look(null)}
        />
        <MentionList mentions={mentions} />
      </div>
      {open && !noting && <AttachedFiles draft={ticket} view={kept} />}
      <ComposerBar
        draft={ticket}
        open={open}
        noting={noting}
        empty={text.trim() === ''}
        onCopies={toggleCopies}
        onLater={askWhen}
        onSend={sendNow}
      />
      <SendLater opened={later} onClose={stopAsking} onChoose={sendAt} />
    </div>
  );
}

/** Who gets it where nobody was typed: a suggestion to another mailbox is no answer to the requester. */
function usualRecipient(view: TicketView, macro: string | null): string {
  const suggestions = view.case?.suggestions ?? [];
  const passedOn = macro !== null && PRODUCER_REPLIES.includes(macro);
  const usual = passedOn
    ? suggestions.find((one) => one.macro === macro)
    : suggestions.find(({ otherReading }) => otherReading?.clue !== 'mailbox' && otherReading?.clue !== 'producer');
  return usual?.to || view.row.requesterAddress;
}
