import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isOwnMacro } from '../../shared/domain/macro-names';
import type { TextId } from '../../shared/domain/macro-names';
import { useDesk } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { useWords } from '../i18n/use-words';
import { replyLanguage } from './reply-language';
import { EMPTY_TEXT } from './use-macro-draft';

/** What a title makes of itself in an id: letters, digits and hyphens, as in a file's name; '' where nothing is left. */
export function slugOf(title: string): string {
  return title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+|-+$/g, '');
}

/** A text of the team's own: it lies under M and is suggested by no decision. */
export function NewMacroDialog(props: {
  readonly known: readonly TextId[];
  readonly onClose: () => void;
  readonly onMade: (macro: TextId) => void;
}) {
  const desk = useDesk();
  const words = useWords();
  const [title, setTitle] = useState('');
  const { busy, run } = useBusy();
  const slug = slugOf(title);
  const macro = `own.${slug}`;
  const isTaken = (props.known as readonly string[]).includes(macro);
  const make = (): Promise<void> =>
    run(async () => {
      if (!isOwnMacro(macro)) return;
      const text = { ...EMPTY_TEXT, title: title.trim() };
      await desk.engine.call('macros.keepDraft', { macro, language: replyLanguage(words), text });
      await desk.queries.invalidateQueries({ queryKey: ['macros.overview'] });
      props.onMade(macro);
    });
  return (
    <Modal opened onClose={props.onClose} title={words.t('macro.new-title')} size="md">
      <form
        className="macro-live"
        onSubmit={(event) => {
          event.preventDefault();
          if (slug !== '' && !isTaken) void make();
        }}
      >
        <p className="macro-quiet">{words.t('macro.new-text')}</p>
        <TextInput
          data-autofocus
          label={words.t('macro.field.title')}
          maxLength={100}
          value={title}
          error={isTaken ? words.t('macro.new-taken') : null}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <div className="dialog-actions">
          <Button type="submit" size="xs" loading={busy} disabled={slug === '' || isTaken}>
            {words.t('macro.new-make')}
          </Button>
          <Button size="xs" variant="default" onClick={props.onClose}>
            {words.t('action.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
