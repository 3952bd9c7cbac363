import { Button } from '@mantine/core';
import { useState } from 'react';
import { Card } from '../desk/page';
import { useRights } from '../desk/rights';
import { useWords } from '../i18n/use-words';
import { EraseDialog } from './erase-dialog';
import { RetentionForm } from './retention-form';
import './privacy.css';

/** What the desk keeps of customers: what it never loads, how one person is erased, how long closed tickets stay. */
export function PrivacyCard() {
  const words = useWords();
  const { lead } = useRights();
  const [erasing, setErasing] = useState(false);
  return (
    <Card title={words.t('privacy.title')} text={words.t('privacy.remote')}>
      {lead ? (
        <>
          <h3>{words.t('erase.heading')}</h3>
          <p className="card-text">{words.t('erase.text')}</p>
          <div className="card-row">
            <Button size="xs" variant="default" onClick={() => setErasing(true)}>
              {words.t('erase.open')}
            </Button>
          </div>
          <h3>{words.t('retention.heading')}</h3>
          <RetentionForm />
        </>
      ) : (
        <p className="card-text">{words.t('privacy.lead-only')}</p>
      )}
      {erasing && <EraseDialog onClose={() => setErasing(false)} />}
    </Card>
  );
}
