import { Button, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDesk } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { ConfirmDialog } from '../dialogs/confirm-dialog';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** Months that are offered; one that was set otherwise is offered, too. */
const MONTHS = [6, 12, 24, 36, 60, 120];
/** The value of the list that stands for "never". */
const NEVER = '0';

/** After how many months closed tickets are erased: says how many that are before it is saved. */
export function RetentionForm() {
  const desk = useDesk();
  const words = useWords();
  const queries = useQueryClient();
  const { busy, run } = useBusy();
  const saved = useEngine('retention.state', {}).data;
  const [chosen, setChosen] = useState<number | null | undefined>(undefined);
  const [asking, setAsking] = useState(false);
  const months = chosen === undefined ? (saved?.months ?? null) : chosen;
  const counted = useEngine('retention.count', { months: months ?? 1 }, { enabled: months !== null });
  if (saved === undefined) return null;
  const isChanged = months !== saved.months;
  const tickets = months === null ? 0 : counted.data?.tickets;
  const save = (): Promise<void> =>
    run(async () => {
      await desk.engine.call('retention.save', { months, counted: tickets ?? 0 });
      setAsking(false);
      setChosen(undefined);
      await queries.invalidateQueries({ queryKey: ['retention.state'] });
      desk.toast({ sentence: { key: months === null ? 'retention.off' : 'retention.saved' } });
    });
  const offered = [...new Set([...MONTHS, ...(saved.months === null ? [] : [saved.months])])].sort((a, b) => a - b);
  return (
    <>
      <p className="card-text">{words.t('retention.text')}</p>
      <div className="retention-row">
        <NativeSelect
          size="xs"
          label={words.t('retention.label')}
          value={months === null ? NEVER : String(months)}
          data={[
            { value: NEVER, label: words.t('retention.never') },
            ...offered.map((each) => ({
              value: String(each),
              label: words.t('retention.months', { count: each }),
            })),
          ]}
          onChange={({ currentTarget: { value } }) => setChosen(value === NEVER ? null : Number(value))}
        />
        <Button
          size="xs"
          variant="default"
          loading={busy}
          disabled={!isChanged || tickets === undefined}
          onClick={() => (tickets !== undefined && tickets > 0 ? setAsking(true) : void save())}
        >
          {words.t('action.save')}
        </Button>
        <output className="retention-count">
          {months !== null && tickets !== undefined && words.t('retention.count', { count: tickets })}
        </output>
      </div>
      {asking && months !== null && (
        <ConfirmDialog
          title={words.t('retention.confirm', { count: months })}
          lost={words.t('retention.lost', { count: tickets ?? 0 })}
          action={words.t('retention.do')}
          busy={busy}
          onClose={() => setAsking(false)}
          onConfirm={() => void save()}
        >
          <p>{words.t('retention.never-open')}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
