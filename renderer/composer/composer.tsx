import { Button } from '@mantine/core';
import { IconBuildingStore, IconSend } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { TicketView } from '../../shared/contract/views';
import { addNote } from '../desk/casework';
import { useDesk, useDeskState } from '../desk/desk-context';
import { armEscalation, sendTyped } from '../desk/replying';
import { useWords } from '../i18n/use-words';
import { insertText } from './insert-text';
import { useDraft } from './use-draft';
import './composer.css';

/** Holes of a text that was put in with missing values: `{{ name }}`. */
const HOLE = /\{\{[^}]*\}\}/;

/** Notes being written, by ticket; a note is short-lived and internal, so it stays in this window. */
const noteTexts = new Map<string, string>();

/** Where the agent writes: one line until it is needed, a reply or an internal note. Counts as one field for the keys. */
export function Composer(props: { readonly view: TicketView }) {
  const { view } = props;
  const desk = useDesk();
  const words = useWords();
  const mode = useDeskState((state) => state.composer);
  const inserted = useDeskState((state) => state.inserted);
  const busy = useDeskState((state) => state.busy);
  const draft = useDraft(view);
  const [note, setNote] = useState(noteTexts.get(view.row.id) ?? '');
  /** Which text the reply started from, for the record. */
  const macro = useRef<string | null>(null);
  /** The reply text that was put in, as long as it was nothing else: another one takes its place. */
  const untouched = useRef<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const noting = mode === 'note';
  const text = noting ? note : draft.text;
  const open = mode !== 'closed' || draft.text !== '';

  useEffect(() => {
    if (mode !== 'closed') field.current?.focus();
  }, [mode]);
  useEffect(() => {
    if (inserted === null || inserted.ticket !== view.row.id) return;
    desk.store.set({ inserted: null });
    const { selectionStart: from, selectionEnd: to } = field.current ?? { selectionStart: 0, selectionEnd: 0 };
    const { text: next, at } = insertText({ text: draft.text, from, to, inserted: untouched.current }, inserted.text);
    untouched.current = next === inserted.text ? next : null;
    draft.write(next);
    macro.current = inserted.macro;
    requestAnimationFrame(() => {
      const hole = HOLE.exec(inserted.text);
      field.current?.focus();
      if (hole !== null) field.current?.setSelectionRange(at + hole.index, at + hole.index + hole[0].length);
    });
  }, [inserted, view.row.id, desk, draft]);

  const write = (next: string): void => {
    if (!noting) {
      draft.write(next);
      return;
    }
    setNote(next);
    noteTexts.set(view.row.id, next);
  };

  const send = async (): Promise<void> => {
    if (text.trim() === '') return;
    if (noting) {
      if (!(await addNote(desk, view.row.id, text.trim()))) return;
      setNote('');
      noteTexts.delete(view.row.id);
      desk.store.set({ composer: 'closed' });
      return;
    }
    const hole = HOLE.exec(text);
    if (hole !== null) {
      field.current?.focus();
      field.current?.setSelectionRange(hole.index, hole.index + hole[0].length);
      desk.toast({ sentence: { key: 'composer.hole', values: { hole: hole[0] } }, tone: 'bad' });
      return;
    }
    if (await sendTyped(desk, text, macro.current)) {
      draft.sent();
      desk.store.set({ composer: 'closed' });
    }
  };

  const recipient = view.case?.suggestions[0]?.to ?? view.row.requesterAddress;
  return (
    <div className="composer" data-open={open || undefined} data-mode={noting ? 'note' : 'reply'} data-field-zone>
      {open && (
        <p className="composer-to">
          {noting ? words.t('composer.note-stays') : words.t('composer.to', { address: recipient })}
        </p>
      )}
      <textarea
        ref={field}
        data-zone="composer"
        aria-label={words.t(noting ? 'composer.note' : 'composer.reply')}
        placeholder={words.t(noting ? 'composer.note-hint' : 'composer.hint')}
        value={text}
        rows={open ? 8 : 1}
        onFocus={() => {
          if (mode === 'closed') desk.store.set({ composer: 'reply', armed: null });
        }}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey && !event.repeat) {
            event.preventDefault();
            void send();
          }
        }}
      />
      <div className="composer-bar">
        {!noting && (
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconBuildingStore size={15} stroke={1.7} aria-hidden />}
            onClick={() => armEscalation(desk)}
          >
            {words.t('composer.escalate')}
          </Button>
        )}
        <span className="composer-hint">{open && words.t('composer.keys')}</span>
        <Button
          size="xs"
          loading={busy}
          disabled={text.trim() === ''}
          leftSection={<IconSend size={15} stroke={1.7} aria-hidden />}
          onClick={() => void send()}
        >
          {words.t(noting ? 'composer.keep-note' : 'composer.send')}
        </Button>
      </div>
    </div>
  );
}
