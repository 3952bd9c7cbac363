import { NativeSelect } from '@mantine/core';
import type { CaseView, TicketView } from '../../shared/contract/views';
import { INTENTS } from '../../shared/domain/intent';
import { correct } from '../desk/casework';
import { useDesk, useDeskState } from '../desk/desk-context';
import { KeyCap } from '../desk/key-cap';
import { useWords } from '../i18n/use-words';
import { passageText } from './passages';

/** The clues the decision rests on, each of which an agent can set right in place. */
function Corrections(props: { readonly ticket: string; readonly view: CaseView }) {
  const { ticket, view } = props;
  const desk = useDesk();
  const words = useWords();
  const byHand = (value: string | null): string => (value === null ? '' : ` · ${words.t('why.by-hand')}`);
  return (
    <div className="corrections">
      <NativeSelect
        size="xs"
        label={`${words.t('why.intent')}${byHand(view.corrected.intent)}`}
        value={view.intent}
        data={INTENTS.map((intent) => ({ value: intent, label: words.t(`intent.${intent}`) }))}
        onChange={(event) =>
          void correct(desk, ticket, { field: 'intent', value: event.currentTarget.value }, view.corrected.intent)
        }
      />
      {view.delivery !== null && (
        <NativeSelect
          size="xs"
          label={`${words.t('why.delivery')}${byHand(view.corrected.delivery)}`}
          value={view.delivery}
          data={(['club', 'producer', 'unknown'] as const).map((delivery) => ({
            value: delivery,
            label: words.t(`delivery.${delivery}`),
          }))}
          onChange={(event) =>
            void correct(desk, ticket, { field: 'delivery', value: event.currentTarget.value }, view.corrected.delivery)
          }
        />
      )}
    </div>
  );
}

/** Which rule fired, on what words of the mail, and what the article says. */
export function Why(props: { readonly view: TicketView }) {
  const desk = useDesk();
  const words = useWords();
  const open = useDeskState((state) => state.why);
  const view = props.view.case;
  if (view === null) return null;
  return (
    <section className="case-part why" aria-label={words.t('zone.why')}>
      <h2>
        <button type="button" className="why-head" aria-expanded={open} onClick={() => desk.store.set({ why: !open })}>
          {words.t('zone.why')}
          <span className="case-quiet">
            {words.t('suggestion.rule', { rule: view.decision.rule, cites: view.decision.cites.join(' ') })}
          </span>
          <KeyCap of="why" />
        </button>
      </h2>
      {open && (
        <div className="why-body">
          <p>{words.t(`rule.${view.decision.rule}`)}</p>
          {view.intentEvidence.length > 0 && (
            <p>
              {words.t('why.words')}{' '}
              {view.intentEvidence.map((evidence) => (
                <q key={evidence}>{evidence}</q>
              ))}
            </p>
          )}
          {view.decision.cites.map((passage) => (
            <blockquote key={passage} cite={passage}>
              <strong>{passage}</strong> {passageText(words.language, passage)}
            </blockquote>
          ))}
          <Corrections ticket={props.view.row.id} view={view} />
        </div>
      )}
    </section>
  );
}
