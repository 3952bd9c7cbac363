import { TicketButton } from '../desk/ticket-button';
import { Card } from '../desk/page';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** Open tickets of the last days whose requester writes as only a machine does. Empty, it is not shown. */
export function MachinesCard() {
  const words = useWords();
  const { data } = useEngine('machines.list', {});
  if (data === undefined || data.length === 0) return null;
  return (
    <Card title={words.t('machines.title')} text={words.t('machines.text')}>
      <ul className="reviews">
        {data.map((row) => (
          <li key={row.id} className="review">
            <span>
              {row.requesterAddress} · {row.subject}, {words.moment(row.updatedAt)}
            </span>
            <span className="review-actions">
              <TicketButton ticket={row.id} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
