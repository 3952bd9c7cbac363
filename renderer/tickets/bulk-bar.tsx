import { Button } from '@mantine/core';
import type { TicketRow } from '../../shared/contract/views';
import { CLOSED } from '../../shared/domain/erasure';
import { setState } from '../desk/casework';
import { claim } from '../desk/claiming';
import { reopenChosen } from '../desk/reviewing';
import { useRights } from '../desk/rights';
import { markSpam } from '../desk/spam';
import { useDesk, useDeskState } from '../desk/desk-context';
import { useWords } from '../i18n/use-words';
import type { KnownRows } from './known-rows';

/** What can be done with all marked tickets at once; gone while none is marked. */
export function BulkBar(props: { readonly rows: KnownRows }) {
  const marked = useDeskState((state) => state.marked);
  // With each key of a search the rows are others, and almost always none is marked.
  return marked.length === 0 ? null : <Bar rows={props.rows} marked={marked} />;
}

function Bar(props: { readonly rows: KnownRows; readonly marked: readonly string[] }) {
  const desk = useDesk();
  const words = useWords();
  const { lead } = useRights();
  const { marked } = props;
  const chosen = marked.flatMap((ticket) => props.rows.at(props.rows.placeOf(ticket)) ?? []);
  const each = async (work: (row: TicketRow) => Promise<void>): Promise<void> => {
    for (const row of chosen) await work(row);
    desk.store.set({ marked: [] });
  };
  return (
    <div className="bulk" role="toolbar" aria-label={words.t('bulk.label')}>
      <span>{words.t('bulk.count', { count: marked.length })}</span>
      <Button size="compact-xs" variant="default" onClick={() => void each((row) => setState(desk, row, 'done'))}>
        {words.t('command.done')}
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => void each(async (row) => void (await claim(desk, row)))}
      >
        {words.t('command.claim')}
      </Button>
      {(['assign', 'labels', ...(lead ? (['review'] as const) : [])] as const).map((dialog) => (
        <Button
          key={dialog}
          size="compact-xs"
          variant="default"
          onClick={() => desk.store.set({ dialog, armed: null })}
        >
          {words.t(dialog === 'labels' ? 'command.label' : `command.${dialog}`)}
        </Button>
      ))}
      {chosen.some(({ state }) => CLOSED.includes(state)) && (
        <Button size="compact-xs" variant="default" onClick={() => void reopenChosen(desk)}>
          {words.t('command.reopen')}
        </Button>
      )}
      <Button size="compact-xs" variant="default" onClick={() => void markSpam(desk)}>
        {words.t('action.spam')}
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={() => desk.store.set({ marked: [] })}>
        {words.t('action.clear')}
      </Button>
    </div>
  );
}
