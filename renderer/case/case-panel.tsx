import { useDeskState } from '../desk/desk-context';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { History } from './history';
import { Producer } from './producer';
import { Purchase } from './purchase';
import { DoneOffer, Suggestions } from './suggestions';
import { TicketOutbox } from './ticket-outbox';
import { Why } from './why';
import './case.css';
import './armed.css';

/** The right column: the case, and the one press that answers it. */
export function CasePanel() {
  const words = useWords();
  const selected = useDeskState((state) => state.selected);
  const { data } = useEngine('tickets.open', { ticket: selected ?? 'T-0' }, { enabled: selected !== null });
  const shown = selected === null ? undefined : data;
  return (
    <section
      className="case"
      aria-label={words.t('zone.case')}
      data-zone="case"
      data-ticket={shown?.row.id}
      tabIndex={-1}
    >
      {shown !== undefined && (
        <>
          {/* Of an erased ticket only what was done is left. */}
          {!shown.row.erased && (
            <>
              <Suggestions view={shown} />
              <DoneOffer view={shown} />
              <Producer view={shown} />
              <TicketOutbox view={shown} />
              <Purchase view={shown} />
              <Why view={shown} />
            </>
          )}
          <History view={shown} />
        </>
      )}
    </section>
  );
}
