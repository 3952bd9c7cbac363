import { useEffect } from 'react';
import type { PackedError } from '../../shared/contract/errors';
import { MAX_SAVED_MAIL_BYTES } from '../../shared/contract/limits';
import type { ToldMail } from '../../shared/contract/saved-mail';
import type { Desk } from '../desk/desk';
import type { Sentence } from '../desk/desk-state';
import { explainFailure } from '../desk/explain-error';
import { showTicket } from '../desk/show-ticket';

/** Saved mails that were opened with the desk: a known one selects its ticket, a new one is asked about, the rest is said. */
export function useSavedMails(desk: Desk): void {
  useEffect(() => {
    const stop = desk.shell.onSavedMail((told) => hear(desk, told));
    // One that was told while nobody listened waits for no answer.
    void desk.shell.nextMail();
    return stop;
  }, [desk]);
}

function hear(desk: Desk, told: ToldMail): void {
  const { fileName: file, opened } = told;
  if (opened.kind === 'new') {
    desk.store.set({ savedMail: { ...told, mail: opened.mail } });
    return;
  }
  if (opened.kind === 'known') {
    showTicket(desk, opened.ticket);
    desk.toast({ sentence: { key: 'saved-mail.known', values: { file, ticket: opened.ticket } } });
  } else if (opened.kind === 'refused') {
    desk.toast({
      sentence: { key: 'saved-mail.refused', values: { file } },
      detail: { key: `saved-mail.refused.${opened.reason}` },
      tone: 'bad',
    });
  } else desk.toast({ ...failure(file, opened.error), tone: 'bad' });
  void desk.shell.nextMail();
}

function failure(file: string, error: PackedError): { readonly sentence: Sentence; readonly detail: Sentence } {
  const sentence = { key: 'saved-mail.refused', values: { file } };
  if (error.code === 'file-unreadable') return { sentence, detail: { key: 'saved-mail.unreadable' } };
  if (error.code !== 'file-too-large') return { sentence, detail: explainFailure(error).sentence };
  return { sentence, detail: { key: 'saved-mail.too-large', values: { mb: MAX_SAVED_MAIL_BYTES / 1_048_576 } } };
}
