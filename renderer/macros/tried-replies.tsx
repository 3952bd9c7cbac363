import type { MacroTry } from '../../shared/contract/macros';
import { TicketButton } from '../desk/ticket-button';
import { useWords } from '../i18n/use-words';
import { DiffText } from './diff-text';

/** What a try found: how many replies would read otherwise, and each of them word by word. */
export function TriedReplies(props: { readonly tried: MacroTry }) {
  const { tickets, stopped, texts, withNewHoles, replies } = props.tried;
  const words = useWords();
  const changed = texts.reduce((sum, text) => sum + text.tickets, 0);
  return (
    <section className="macro-tried" aria-label={words.t('macro.tried')}>
      <output>
        {words.t(changed === 0 ? 'macro.tried-none' : 'macro.tried-some', { count: tickets, changed })}
        {stopped && ` ${words.t('macro.tried-stopped')}`}
      </output>
      {withNewHoles > 0 && (
        <p className="notice" data-tone="bad">
          {words.t('macro.tried-holes', { count: withNewHoles })}
        </p>
      )}
      {replies.length > 0 && (
        <ul>
          {replies.map(({ ticket, macro, language, before, after, newHoles }) => (
            <li key={`${ticket} ${macro}`}>
              <details>
                <summary>
                  <strong>{ticket}</strong> <code>{macro}</code> {words.t(`language.${language}`)}
                  {newHoles.length > 0 && (
                    <span className="badge" data-sign="not-buyer">
                      {words.t('macro.tried-hole', { names: newHoles.join(', ') })}
                    </span>
                  )}
                </summary>
                <TicketButton ticket={ticket} />
                <DiffText
                  before={`${before.subject}\n\n${before.text}`}
                  after={`${after.subject}\n\n${after.text}`}
                  language={language}
                />
              </details>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
