import { Button } from '@mantine/core';
import type { NoticeView } from '../../shared/contract/notices';
import { commandNamed } from '../desk/commands';
import { useDesk } from '../desk/desk-context';
import { endNotice, showBack } from '../desk/notices';
import { Card } from '../desk/page';
import { useRights } from '../desk/rights';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** Notices of incidents: what runs, what ran, and who was told. */
export function NoticesCard() {
  const desk = useDesk();
  const words = useWords();
  const { lead } = useRights();
  const { data } = useEngine('notices.list', {});
  if (data === undefined || (data.length === 0 && !lead)) return null;
  const aboutOf = ({ productName, producerName }: NoticeView): string =>
    productName || producerName || words.t('incident.all');
  return (
    <Card title={words.t('incident.title')} text={words.t('incident.text')}>
      {data.length > 0 && (
        <ul className="reviews" aria-label={words.t('incident.title')}>
          {data.map((notice) => (
            <li key={notice.id} className="review">
              <span>
                <strong>{aboutOf(notice)}</strong> ·{' '}
                {notice.running
                  ? words.t('incident.until', { when: words.moment(notice.until), by: notice.by })
                  : words.t('incident.ran', {
                      from: words.moment(notice.from),
                      until: words.moment(notice.until),
                    })}{' '}
                · {words.t('incident.tickets', { count: notice.tickets.length })}
              </span>
              <span className="review-actions">
                {notice.back.length > 0 && (
                  <Button size="compact-xs" variant="subtle" onClick={() => showBack(desk, notice.back)}>
                    {words.t('incident.show')}
                  </Button>
                )}
                {notice.running && lead && (
                  <Button size="compact-xs" variant="default" onClick={() => void endNotice(desk, notice.id)}>
                    {words.t('incident.end')}
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {lead && (
        <div className="card-row">
          <Button size="xs" variant="default" onClick={() => void commandNamed('notice').run(desk)}>
            {words.t('command.notice')}
          </Button>
        </div>
      )}
    </Card>
  );
}
