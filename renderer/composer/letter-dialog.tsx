import { Button, Modal, TextInput } from '@mantine/core';
import { IconClock, IconSend } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { DraftView } from '../../shared/contract/compose';
import { useDesk, useDeskState } from '../desk/desk-context';
import { sendLetter } from '../desk/sending';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { attachFiles, pastedFiles } from './attach-files';
import { AttachButton, AttachedFiles } from './attached-files';
import { FromField } from './from-field';
import { nextHole } from './holes';
import { readFields } from './read-fields';
import { RecipientFields } from './recipient-fields';
import { SendLater } from './send-later';
import { caretOf, keepCaret, useDraft } from './use-draft';
import { useKeysOf } from './use-keys-of';
import './letter-dialog.css';

/** A new message, or a message of a ticket for somebody else: what is typed is a draft like any other. */
export function LetterDialog() {
  const desk = useDesk();
  const words = useWords();
  const letter = useDeskState((state) => state.letter);
  const draft = letter?.draft ?? 'new';
  const view = useEngine('drafts.open', { draft }, { enabled: letter !== null });
  const title = words.t(draft === 'new' ? 'command.new-message' : 'command.forward');
  return (
    <Modal opened={letter !== null} onClose={() => desk.store.set({ letter: null })} title={title} size={760}>
      {view.data !== undefined && <LetterForm key={draft} draft={draft} view={view.data} />}
    </Modal>
  );
}

function LetterForm(props: { readonly draft: string; readonly view: DraftView }) {
  const { view } = props;
  const desk = useDesk();
  const words = useWords();
  const busy = useDeskState((state) => state.busy);
  const draft = useDraft(props.draft, view.text, view.fields);
  const { fields } = draft;
  const [copies, setCopies] = useState(fields.cc + fields.bcc !== '');
  const [later, setLater] = useState(false);
  const ticket = props.draft.replace(/^forward:/, '');
  const usual = useEngine('tickets.open', { ticket }, { enabled: props.draft !== 'new' }).data?.row.mailbox;
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const isReady = fields.to.trim() !== '' && fields.subject.trim() !== '' && draft.text.trim() !== '';

  const send = async (sendAt: number | undefined): Promise<void> => {
    const read = readFields(fields);
    if (!isReady || (read.kind === 'read' && read.to === null)) {
      desk.toast({ sentence: { key: 'letter.missing' }, tone: 'bad' });
      return;
    }
    const hole = nextHole(draft.text, 0);
    if (hole !== null) {
      field.current?.focus();
      field.current?.setSelectionRange(hole.from, hole.to);
      desk.toast({ sentence: { key: 'composer.hole', values: { hole: hole.text } }, tone: 'bad' });
      return;
    }
    if (read.kind === 'wrong' || read.to === null) {
      if (read.kind === 'wrong') desk.toast({ sentence: read.sentence, tone: 'bad' });
      return;
    }
    const { to, cc, bcc } = read;
    const done = await sendLetter(desk, {
      draft: props.draft,
      ...(fields.from === undefined ? {} : { from: fields.from }),
      to,
      cc: [...cc],
      bcc: [...bcc],
      subject: fields.subject.trim(),
      text: draft.text,
      ...(sendAt === undefined ? {} : { sendAt }),
    });
    if (done) draft.sent();
  };
  useKeysOf(box, (event) => {
    if (event.repeat || !event.ctrlKey) return;
    const key = event.key.toLowerCase();
    if (key === 'enter') void send(undefined);
    else if (event.shiftKey && key === 'c') setCopies(true);
    else if (event.shiftKey && key === 'h') setLater(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return (
    <div className="letter" data-field-zone ref={box}>
      {props.draft !== 'new' && <p className="composer-to">{words.t('letter.forward-shows')}</p>}
      <FromField
        chosen={fields.from}
        usual={props.draft === 'new' ? undefined : usual}
        onChoose={(from) => draft.writeFields({ ...fields, from })}
      />
      <RecipientFields
        shown={copies ? ['to', 'cc', 'bcc'] : ['to']}
        fields={fields}
        focus={copies && fields.to !== '' ? 'cc' : 'to'}
        onChange={draft.writeFields}
      />
      <div className="recipients">
        <label>
          <span>{words.t('letter.subject')}</span>
          <TextInput
            size="xs"
            value={fields.subject}
            maxLength={250}
            onChange={(event) => draft.writeFields({ ...fields, subject: event.currentTarget.value })}
          />
        </label>
      </div>
      <textarea
        ref={field}
        lang={words.language}
        aria-label={words.t('letter.text')}
        rows={14}
        value={draft.text}
        onChange={(event) => draft.write(event.target.value)}
        onSelect={(event) => keepCaret(props.draft, event.currentTarget)}
        onFocus={(event) => event.currentTarget.setSelectionRange(...(caretOf(props.draft) ?? ([0, 0] as const)))}
        onPaste={(event) => {
          const files = pastedFiles(event.clipboardData);
          if (files.length === 0) return;
          event.preventDefault();
          void attachFiles(desk, props.draft, files);
        }}
      />
      <AttachedFiles draft={props.draft} view={view} />
      <div className="composer-bar">
        <AttachButton draft={props.draft} />
        {!copies && (
          <Button size="xs" variant="subtle" onClick={() => setCopies(true)}>
            {words.t('command.copies')}
          </Button>
        )}
        <span className="composer-hint">{words.t('composer.keys')}</span>
        <span className="composer-go">
          <Button
            size="xs"
            variant="default"
            disabled={!isReady || busy}
            leftSection={<IconClock size={15} stroke={1.7} aria-hidden />}
            onClick={() => setLater(true)}
          >
            {words.t('later.open')}
          </Button>
          <Button
            size="xs"
            loading={busy}
            disabled={!isReady}
            leftSection={<IconSend size={15} stroke={1.7} aria-hidden />}
            onClick={() => void send(undefined)}
          >
            {words.t('composer.send')}
          </Button>
        </span>
      </div>
      <SendLater
        opened={later}
        onClose={() => setLater(false)}
        onChoose={(at) => {
          setLater(false);
          void send(at);
        }}
      />
    </div>
  );
}
