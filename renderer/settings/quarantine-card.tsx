import { Button } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../desk/desk-context';
import { Card } from '../desk/page';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** Messages that could not become tickets, each with its reason and a way to try again; absent while there are none. */
export function QuarantineCard() {
  const desk = useDesk();
  const words = useWords();
  const { data } = useEngine('quarantine.list', {});
  const [trying, setTrying] = useState<string | null>(null);
  if (data === undefined || data.length === 0) return null;
  const retry = async (id: string): Promise<void> => {
    setTrying(id);
    try {
      await desk.engine.call('quarantine.retry', { id });
      await desk.queries.invalidateQueries();
    } catch (error) {
      desk.complain(error);
    } finally {
      setTrying(null);
    }
  };
  const save = async (id: string): Promise<void> => {
    try {
      const original = await desk.engine.call('quarantine.original', { id });
      const isKept = await desk.shell.saveFile(original);
      if (isKept) desk.toast({ sentence: { key: 'toast.saved', values: { name: original.fileName } } });
    } catch (error) {
      desk.complain(error);
    }
  };
  return (
    <Card title={words.t('quarantine.title')} text={words.t('quarantine.text')}>
      <ul className="report" aria-label={words.t('quarantine.title')}>
        {data.map((item) => (
          <li key={item.id} data-severity="error">
            <span>
              {words.t('quarantine.place', { folder: item.folder, uid: item.uid, when: words.moment(item.at) })}
            </span>
            <span>{words.t(`quarantine.why.${item.why}`, { text: item.quoted })}</span>
            <Button
              size="compact-xs"
              variant="default"
              loading={trying === item.id}
              onClick={() => void retry(item.id)}
              aria-label={`${words.t('quarantine.retry')} ${item.folder} ${item.uid}`}
            >
              {words.t('quarantine.retry')}
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => void save(item.id)}
              aria-label={`${words.t('quarantine.save')} ${item.folder} ${item.uid}`}
            >
              {words.t('quarantine.save')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
