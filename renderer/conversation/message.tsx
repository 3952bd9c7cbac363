import { useState } from 'react';
import type { MessageView } from '../../shared/contract/views';
import { useDesk, useDeskState } from '../desk/desk-context';
import { KeyCap } from '../desk/key-cap';
import { useWords } from '../i18n/use-words';
import { Attachments } from './attachments';
import { LinkedText } from './linked-text';
import { MailFrame } from './mail-frame';
import { UnreadActions } from './unread-actions';
import { RawMessage } from './raw-message';
import { isRich } from './sanitise-mail';

function Folded(props: { readonly label: string; readonly text: string; readonly className: string }) {
  if (props.text.trim() === '') return null;
  return (
    <details className={props.className}>
      <summary>{props.label}</summary>
      <div className="message-text">
        <LinkedText text={props.text} />
      </div>
    </details>
  );
}

/** One message: who, when, what was written now; what was quoted or signed lies folded below. */
export function Message(props: { readonly message: MessageView; readonly newest: boolean }) {
  const { message } = props;
  const desk = useDesk();
  const words = useWords();
  const original = useDeskState((state) => state.original) && props.newest;
  const rich = message.html !== null && isRich(message.html);
  // What a machine wrote stays folded: it says nothing that the card does not.
  const [open, setOpen] = useState(props.newest && !message.auto);
  const [asText, setAsText] = useState(false);
  const framed = message.html !== null && (original || (rich && !asText));
  const name = message.fromName || message.fromAddress || words.t('ticket.no-sender');
  return (
    <article
      className="message"
      data-message={message.id}
      data-direction={message.direction}
      aria-label={words.t('message.label', { name })}
    >
      <header className="message-head">
        <span className="message-avatar" aria-hidden>
          {name.slice(0, 1).toUpperCase()}
        </span>
        <button type="button" className="message-who" aria-expanded={open} onClick={() => setOpen(!open)}>
          <strong>{name}</strong>
          {message.fromName !== '' && (
            <span className="message-address" title={message.fromAddress}>
              {message.fromAddress || words.t('ticket.no-address')}
            </span>
          )}
          {!open && <span className="message-excerpt">{message.newText.slice(0, 120)}</span>}
        </button>
        {message.direction === 'inbound' && message.dmarc === 'fail' && (
          <span className="badge" data-sign="not-buyer" title={words.t('hint.dmarc-failed')}>
            {words.t('message.dmarc-fail')}
          </span>
        )}
        {message.fromFile && (
          <span className="badge" title={words.t('hint.from-file')}>
            {words.t('message.from-file')}
          </span>
        )}
        {message.auto && (
          <span className="badge" {...(message.report === 'failed' ? { 'data-sign': 'not-buyer' } : {})}>
            {words.t(message.report === null ? 'message.auto' : `returned.outcome.${message.report}`)}
          </span>
        )}
        <time dateTime={new Date(message.at).toISOString()}>{words.moment(message.at)}</time>
      </header>
      {open && (
        <div className="message-body">
          {message.readability !== 'full' && (
            <p className="notice" data-tone="warn">
              {words.t(`message.readability.${message.readability}`)} <UnreadActions message={message.id} />
            </p>
          )}
          {framed ? (
            <MailFrame message={message} />
          ) : (
            <>
              <div className="message-text">
                <LinkedText text={message.newText} />
              </div>
              <Folded label={words.t('message.signature')} text={message.signature} className="message-fold" />
              <Folded label={words.t('message.quoted')} text={message.quotedText} className="message-fold" />
            </>
          )}
          <Attachments message={message} />
          {original && <RawMessage message={message} />}
          {props.newest && (
            <p className="message-tools">
              {rich && !original && (
                <button type="button" onClick={() => setAsText(!asText)}>
                  {words.t(asText ? 'message.as-mail' : 'message.as-text')}
                </button>
              )}
              <button type="button" aria-pressed={original} onClick={() => desk.store.set({ original: !original })}>
                {words.t('command.original')} <KeyCap of="original" />
              </button>
            </p>
          )}
        </div>
      )}
    </article>
  );
}
