import { Button, Modal } from '@mantine/core';
import { SportelloError } from '../../shared/contract/errors';
import type { ErrorCode } from '../../shared/contract/errors';
import type { SavedMailView } from '../../shared/contract/saved-mail';
import { useDesk, useDeskState } from '../desk/desk-context';
import type { DeskState } from '../desk/desk-state';
import { showTicket } from '../desk/show-ticket';
import { useBusy } from '../desk/use-busy';
import { useWords } from '../i18n/use-words';
import { DeliveryBadge, MatchBadge, matchSign } from '../tickets/badges';
import './saved-mail.css';

/** Said of this mail for good: what else goes wrong may go right at the next press. */
const FINAL: readonly ErrorCode[] = ['not-found', 'not-allowed', 'bad-params'];

/** A mail that was opened from a file and that the desk does not have: what it says, and what becomes of it. */
export function SavedMailDialog() {
  const asked = useDeskState((state) => state.savedMail);
  return asked === null ? null : <AskedMail key={asked.mail.id} asked={asked} />;
}

function AskedMail({ asked }: { readonly asked: NonNullable<DeskState['savedMail']> }) {
  const { mail, fileName, left } = asked;
  const desk = useDesk();
  const words = useWords();
  const { busy, run } = useBusy();
  const next = (): void => {
    desk.store.set({ savedMail: null });
    void desk.shell.nextMail();
  };
  const close = (): void => {
    // An engine that went away holds nothing either.
    desk.engine.call('savedMails.close', { id: mail.id }).catch(() => undefined);
    next();
  };
  const file = (): Promise<void> =>
    run(async () => {
      try {
        const { ticket } = await desk.engine.call('savedMails.file', { id: mail.id });
        showTicket(desk, ticket);
      } catch (error) {
        desk.complain(error);
        // What may succeed in a moment is tried again from here; the mail would have to be found again.
        if (!(error instanceof SportelloError) || !FINAL.includes(error.code)) return;
      }
      next();
    });
  return (
    <Modal opened onClose={close} title={words.t('saved-mail.dialog', { file: fileName })} size="lg">
      <div className="saved-mail">
        <MailHead mail={mail} />
        {mail.newText.trim() !== '' && <div className="saved-mail-text">{mail.newText}</div>}
        <MadeOfIt mail={mail} />
        <p className="notice" data-tone="warn">
          {words.t('saved-mail.unproven')}
        </p>
        <div className="dialog-actions">
          {left > 0 && <span className="saved-mail-left">{words.t('saved-mail.left', { count: left })}</span>}
          <Button size="xs" data-autofocus loading={busy} onClick={() => void file()}>
            {mail.joins === null ? words.t('saved-mail.do') : words.t('saved-mail.add', { ticket: mail.joins })}
          </Button>
          <Button size="xs" variant="default" onClick={close}>
            {words.t('action.close')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** Who, when, what about. */
function MailHead({ mail }: { readonly mail: SavedMailView }) {
  const words = useWords();
  const { fromName, fromAddress, sentAt, subject, attachments } = mail;
  return (
    <header className="saved-mail-head">
      <strong>{fromName || fromAddress || words.t('saved-mail.no-sender')}</strong>
      {fromName !== '' && <span className="saved-mail-quiet">{fromAddress}</span>}
      {sentAt !== null && <time dateTime={new Date(sentAt).toISOString()}>{words.moment(sentAt)}</time>}
      <p>{subject === '' ? words.t('saved-mail.no-subject') : subject}</p>
      {attachments > 0 && (
        <p className="saved-mail-quiet">
          {words.t('saved-mail.attachments', { count: attachments })}
          {mail.pictures && ` ${words.t('saved-mail.pictures')}`}
        </p>
      )}
    </header>
  );
}

/** What the desk makes of it: as `triage` would say. */
function MadeOfIt({ mail }: { readonly mail: SavedMailView }) {
  const words = useWords();
  const { readability, joins, case: made } = mail;
  return (
    <section className="saved-mail-made" aria-label={words.t('saved-mail.made')}>
      {readability !== 'full' && <p>{words.t(`saved-mail.readability.${readability}`)}</p>}
      {joins !== null && <p>{words.t('saved-mail.joins', { ticket: joins })}</p>}
      {made !== null && (
        <p className="saved-mail-badges">
          <strong>{words.t(`decision.${made.decision.id}`)}</strong>
          <MatchBadge
            sign={matchSign({
              matchStatus: made.match.status,
              basis: made.match.basis,
              identity: made.match.identity,
            })}
          />
          {made.match.purchase !== null && (
            <span>
              {made.match.purchase.transaction} · {made.match.purchase.productName}
            </span>
          )}
          <DeliveryBadge delivery={made.delivery} />
        </p>
      )}
    </section>
  );
}
