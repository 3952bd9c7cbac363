import { Button, Modal, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { MAX_REVIEW_CHARS } from '../../shared/contract/limits';
import { chosenTickets, rowsOf } from '../desk/chosen';
import { useDesk, useDeskState } from '../desk/desk-context';
import { review } from '../desk/reviewing';
import { useRights } from '../desk/rights';
import { useWords } from '../i18n/use-words';

function ReviewForm(props: { readonly tickets: readonly string[]; readonly close: () => void }) {
  const { tickets, close } = props;
  const desk = useDesk();
  const words = useWords();
  const rows = rowsOf(desk, tickets);
  const reviewed = rows.filter((row) => row.reviewed !== null);
  const [word, setWord] = useState(rows.length === 1 ? (rows[0]?.reviewed?.word ?? '') : '');
  const settle = (said: string | null): void => {
    close();
    void review(desk, said === null ? reviewed : rows, said);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        settle(word.trim());
      }}
    >
      <TextInput
        data-autofocus
        label={words.t('review.word')}
        description={rows.length > 1 ? words.t('labels.for', { count: rows.length }) : words.t('review.about')}
        maxLength={MAX_REVIEW_CHARS}
        value={word}
        onChange={(event) => setWord(event.currentTarget.value)}
      />
      <div className="dialog-actions">
        {reviewed.length > 0 && (
          <Button size="xs" variant="default" onClick={() => settle(null)}>
            {words.t('review.take-off')}
          </Button>
        )}
        <Button size="xs" type="submit" disabled={rows.length === 0}>
          {words.t('review.do')}
        </Button>
      </div>
    </form>
  );
}

/** A lead says that the ticket, the marked ones, or those of a figure were looked at, with a word or without. */
export function ReviewDialog() {
  const desk = useDesk();
  const words = useWords();
  const { lead } = useRights();
  const asked = useDeskState((state) => state.dialog === 'review');
  const opened = asked && lead;
  useEffect(() => {
    // The key is everybody's, the mark a lead's.
    if (!asked || lead) return;
    desk.store.set({ dialog: null, about: null });
    desk.toast({ sentence: { key: 'review.lead-only' }, tone: 'bad' });
  }, [desk, asked, lead]);
  const close = (): void => desk.store.set({ dialog: null, about: null });
  const tickets = chosenTickets(desk.store.get());
  return (
    <Modal opened={opened} onClose={close} title={words.t('command.review')} size="sm">
      {opened && <ReviewForm tickets={tickets} close={close} />}
    </Modal>
  );
}
