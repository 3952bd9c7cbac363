import { Checkbox } from '@mantine/core';
import type { TicketView } from '../../shared/contract/views';
import { NOTICE_MACRO } from '../../shared/domain/incident';
import type { OtherReading, Suggestion } from '../../shared/domain/suggestion';
import { setState } from '../desk/casework';
import { useDesk, useDeskState } from '../desk/desk-context';
import { KeyCap } from '../desk/key-cap';
import { escalatesByDefault, pressSuggestion } from '../desk/replying';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';
import { ArmedPreview } from './armed-preview';
import { GateMark } from './gate-mark';
import { macroTitle } from './macro-title';

function reading(words: Words, other: OtherReading): string {
  const named = `${other.clue}.${other.value}`;
  const value = words.has(named) ? words.t(named) : other.value;
  return words.t(`reading.${other.clue}`, { value });
}

/** What a suggestion rests on: the incident, the rule, or a clue that is read differently. */
function basisOf(words: Words, { macro, otherReading, rule, cites }: Suggestion): string {
  if (macro.startsWith(NOTICE_MACRO)) return words.t('suggestion.incident');
  return otherReading === null
    ? words.t('suggestion.rule', { rule, cites: cites.join(' ') })
    : reading(words, otherReading);
}

function Press(props: { readonly suggestion: Suggestion; readonly index: number; readonly ticket: string }) {
  const { suggestion, index } = props;
  const desk = useDesk();
  const words = useWords();
  const armed = useDeskState((state) => state.armed?.kind === 'suggestion' && state.armed.index === index);
  const refused = useDeskState((state) => state.refused?.index === index && state.refused.ticket === props.ticket);
  const title = macroTitle(words, suggestion);
  return (
    <li className="suggestion" data-first={index === 0 || undefined} data-armed={armed || undefined}>
      <div className="suggestion-card" data-gate={suggestion.gate.colour}>
        <KeyCap of={`reply.${index + 1}`} />
        {/* The button is the title alone, so that it is named by it; its press area is the whole card. */}
        <button
          type="button"
          aria-describedby={`suggestion-${index}-gate suggestion-${index}-about`}
          aria-pressed={armed}
          data-decision={suggestion.decision}
          data-gate={suggestion.gate.colour}
          title={words.t('suggestion.press')}
          onClick={() => void pressSuggestion(desk, index)}
        >
          {title}
        </button>
        <span id={`suggestion-${index}-gate`}>
          <GateMark colour={suggestion.gate.colour} />
        </span>
        <span className="suggestion-about" id={`suggestion-${index}-about`}>
          {basisOf(words, suggestion)}
          {' · '}
          {words.t(`language.${suggestion.language}`)}
        </span>
      </div>
      {refused && suggestion.gate.colour === 'red' && (
        <p className="notice" data-tone="bad" role="alert">
          {suggestion.gate.reasons.map((reason) => words.t(`red.${reason}`)).join(' ')}
          {suggestion.holes.length > 0 && ` ${words.t('red.holes', { holes: suggestion.holes.join(', ') })}`}
        </p>
      )}
    </li>
  );
}

function Escalation(props: { readonly view: TicketView }) {
  const desk = useDesk();
  const words = useWords();
  const chosen = useDeskState((state) => state.escalate);
  const first = props.view.case?.suggestions[0];
  const plan = first?.escalation;
  if (first === undefined || plan === null || plan === undefined) return null;
  if (plan.kind !== 'ready') {
    return (
      <p className="notice" data-tone="warn">
        {words.t(`escalation.${plan.kind}`)}
      </p>
    );
  }
  return (
    <Checkbox
      size="xs"
      className="escalate"
      label={words.t('escalation.also', { address: plan.to })}
      checked={chosen ?? escalatesByDefault(props.view, first, desk.now())}
      onChange={(event) => desk.store.set({ escalate: event.currentTarget.checked })}
    />
  );
}

/** Decisions that send nothing say so, and what to do instead. */
function Silent(props: { readonly view: TicketView }) {
  const words = useWords();
  const decision = props.view.case?.decision.id;
  if (decision === undefined) return <p className="case-quiet">{words.t('case.unread')}</p>;
  const silent = `silent.${decision}`;
  const thanks = props.view.case?.flags.thanks === true;
  return (
    <p className="case-quiet">
      {words.t(thanks ? 'case.thanks' : words.has(silent) ? silent : 'silent.ask.purchase-details')}
    </p>
  );
}

/** Where nothing is suggested, Done is one press away; it is no suggestion and stands below them. */
export function DoneOffer(props: { readonly view: TicketView }) {
  const desk = useDesk();
  const words = useWords();
  const { row } = props.view;
  const silent = props.view.case?.suggestions.length === 0;
  if (!silent || row.state === 'done' || row.decision === 'classify.product') return null;
  return (
    <div className="case-offer">
      <button type="button" className="offer" onClick={() => void setState(desk, row, 'done')}>
        {words.t('command.done')} <KeyCap of="done" />
      </button>
    </div>
  );
}

/** The answers the desk proposes, best first; one press each. */
export function Suggestions(props: { readonly view: TicketView }) {
  const { view } = props;
  const words = useWords();
  const suggestions = view.case?.suggestions ?? [];
  const answered = view.case?.answered;
  const outside = view.case?.answeredOutside;
  return (
    <section className="case-part" aria-label={words.t('zone.suggestions')}>
      <h2>{words.t('zone.suggestions')}</h2>
      {view.case?.flags.needsPerson === true && (
        <p className="notice" data-tone="bad">
          {words.t('case.needs-person')}
        </p>
      )}
      {answered !== null && answered !== undefined && (
        <p className="notice" data-tone="warn">
          {words.t('case.answered', { when: words.moment(answered.at), by: answered.by, ticket: answered.ticket })}
        </p>
      )}
      {outside !== null && outside !== undefined && (
        <p className="notice" data-tone="warn">
          {outside.at === null
            ? words.t('case.answered-outside')
            : words.t('case.answered-outside.seen', { when: words.moment(outside.at) })}
        </p>
      )}
      {suggestions.length === 0 ? (
        <Silent view={view} />
      ) : (
        <ol className="suggestions">
          {suggestions.map((suggestion, index) => (
            <Press key={`${suggestion.macro}-${index}`} suggestion={suggestion} index={index} ticket={view.row.id} />
          ))}
        </ol>
      )}
      <Escalation view={view} />
      <ArmedPreview view={view} />
    </section>
  );
}
