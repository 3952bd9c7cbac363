import { Button } from '@mantine/core';
import { useDesk } from '../desk/desk-context';
import { Card } from '../desk/page';
import { useRights } from '../desk/rights';
import { unblockSender } from '../desk/spam';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** Senders whose mail is filed; who blocked one, or a lead, lets it in again. */
export function BlockedCard() {
  const desk = useDesk();
  const words = useWords();
  const rights = useRights();
  const { data } = useEngine('senders.list', {});
  if (data === undefined) return null;
  return (
    <Card title={words.t('blocked.title')} text={words.t(data.length === 0 ? 'blocked.none' : 'blocked.text')}>
      {data.length > 0 && (
        <table className="figures" aria-label={words.t('blocked.title')}>
          <thead>
            <tr>
              <th scope="col">{words.t('members.email')}</th>
              <th scope="col" className="figures-words">
                {words.t('blocked.by')}
              </th>
              <th scope="col" className="figures-words">
                {words.t('blocked.since')}
              </th>
              <th scope="col">
                <span className="sr">{words.t('ticket.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map(({ address, by, at }) => (
              <tr key={address}>
                <th scope="row">{address}</th>
                <td className="figures-words">{by}</td>
                <td className="figures-words">{words.moment(at)}</td>
                <td>
                  {rights.decides(by) && (
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={words.t('blocked.unblock.of', { address })}
                      onClick={() => void unblockSender(desk, address)}
                    >
                      {words.t('blocked.unblock')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
