import { Button } from '@mantine/core';
import type { ReviewView } from '../../shared/contract/views';
import { useDesk } from '../desk/desk-context';
import { TicketButton } from '../desk/ticket-button';
import { Card } from '../desk/page';
import { useRights } from '../desk/rights';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

function Review(props: { readonly review: ReviewView }) {
  const { id, ticket, decision, at, by, subject, text } = props.review;
  const desk = useDesk();
  const words = useWords();
  const { lead } = useRights();
  const settle = async (verdict: 'right' | 'wrong'): Promise<void> => {
    try {
      await desk.engine.call('reviews.settle', { id, verdict });
      await Promise.all(
        ['reviews.list', 'earned.list'].map((method) => desk.queries.invalidateQueries({ queryKey: [method] })),
      );
    } catch (error) {
      desk.complain(error);
    }
  };
  return (
    <li className="review">
      <details>
        <summary>
          <strong>{words.t(`decision.${decision}`)}</strong> · {subject} · {by}, {words.moment(at)}
        </summary>
        {/* A text that scrolls must be reachable by key. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre tabIndex={0} aria-label={words.t('armed.text')}>
          {text}
        </pre>
      </details>
      <span className="review-actions">
        <Button size="compact-xs" variant="default" disabled={!lead} onClick={() => void settle('right')}>
          {words.t('review.right')}
        </Button>
        <Button size="compact-xs" variant="default" disabled={!lead} onClick={() => void settle('wrong')}>
          {words.t('review.wrong')}
        </Button>
        <TicketButton ticket={ticket} />
      </span>
    </li>
  );
}

/** The sample of replies that went at one key: was each one right? Empty, it is not shown. */
export function ReviewsCard() {
  const words = useWords();
  const { data } = useEngine('reviews.list', {});
  const { lead } = useRights();
  if (data === undefined || data.length === 0) return null;
  return (
    <Card title={words.t('review.title')} text={words.t('review.text')}>
      {!lead && <p className="card-text">{words.t('rights.review')}</p>}
      <ul className="reviews">
        {data.map((review) => (
          <Review key={review.id} review={review} />
        ))}
      </ul>
    </Card>
  );
}
