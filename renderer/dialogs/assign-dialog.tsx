import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AtWork } from '../../shared/contract/team-work';
import { fittingPeople } from '../../shared/domain/mention';
import { assign } from '../desk/claiming';
import { chosenTickets } from '../desk/chosen';
import { useDesk, useDeskState } from '../desk/desk-context';
import { useRights } from '../desk/rights';
import { useBusy } from '../desk/use-busy';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import './assign-dialog.css';

/** Why a ticket is not ticked by itself: somebody is at work on it. */
function Risk(props: { readonly item: AtWork }) {
  const words = useWords();
  const { who, reply, until, present } = props.item;
  if (who === null) return null;
  const isReply = reply !== null && reply.by === who;
  const how = until !== null ? 'claimed' : isReply ? 'reply' : present.length > 0 ? 'writing' : 'reply';
  return (
    <span className="badge" data-sign="not-buyer">
      {words.t(`assign.at-work.${how}`, { who })}
    </span>
  );
}

/** What changes hands, line by line; what a colleague is at work on is ticked by a person, and by leads alone. */
function Differences(props: {
  readonly items: readonly AtWork[];
  readonly ticked: ReadonlySet<string>;
  readonly onTick: (ticket: string, on: boolean) => void;
}) {
  const words = useWords();
  const { lead } = useRights();
  return (
    <div className="assign-table">
      <table className="figures" aria-label={words.t('assign.differences')}>
        <thead>
          <tr>
            <th scope="col">{words.t('assign.ticket')}</th>
            <th scope="col">{words.t('assign.now')}</th>
            <th scope="col">{words.t('assign.work')}</th>
          </tr>
        </thead>
        <tbody>
          {props.items.map((item) => (
            <tr key={item.ticket}>
              <th scope="row">
                <Checkbox
                  size="xs"
                  label={`${item.ticket} · ${item.name}`}
                  description={item.subject}
                  checked={props.ticked.has(item.ticket)}
                  disabled={item.who !== null && !lead}
                  onChange={(event) => props.onTick(item.ticket, event.currentTarget.checked)}
                />
              </th>
              <td>{item.holder ?? words.t('assign.no-one')}</td>
              <td>
                <Risk item={item} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** There while the dialog is open: what it shows is asked anew each time. */
function AssignForm(props: { readonly tickets: readonly string[]; readonly close: () => void }) {
  const { tickets, close } = props;
  const desk = useDesk();
  const words = useWords();
  const { lead } = useRights();
  const { busy, run } = useBusy();
  const me = useEngine('desk.status', {}).data?.agent.name ?? '';
  const colleagues = useEngine('team.colleagues', {}).data;
  const items = useEngine('tickets.atWork', { tickets: [...tickets] }).data;
  const [name, setName] = useState('');
  /** What a person ticked or unticked against the desk's own choice. */
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map());
  const found = fittingPeople(name, colleagues ?? []);
  const isTicked = (item: AtWork): boolean => changed.get(item.ticket) ?? item.who === null;
  const ticked = (items ?? []).filter(isTicked);
  const isDoubtful = (items ?? []).some(({ who }) => who !== null);
  const give = (to: string | null): void => {
    void run(async () => {
      // Pressed before the list was here: then the desk's own choice holds.
      const given = items === undefined ? await safeOnes() : ticked;
      close();
      if (given.length > 0) await assign(desk, given, to);
    });
  };
  const safeOnes = async (): Promise<readonly AtWork[]> =>
    (await desk.engine.call('tickets.atWork', { tickets: [...tickets] })).filter(({ who }) => who === null);
  const isNobody = items !== undefined && ticked.length === 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '' && !isNobody) give(found[0]?.name ?? name.trim());
      }}
    >
      <TextInput
        data-autofocus
        label={words.t('assign.who')}
        description={tickets.length > 1 ? words.t('assign.for', { count: tickets.length }) : undefined}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {colleagues?.length === 0 && <p className="assign-alone">{words.t('assign.alone')}</p>}
      {found.length > 0 && (
        <ul className="dialog-list assign-people" aria-label={words.t('assign.colleagues')}>
          {found.map((colleague, index) => (
            <li key={colleague.id}>
              <button
                type="button"
                // What Enter would take.
                aria-current={(name.trim() !== '' && index === 0) || undefined}
                disabled={isNobody}
                onClick={() => give(colleague.name)}
              >
                {colleague.name}
                {colleague.email !== '' && <span>{colleague.email}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      {isDoubtful && (
        <p className="notice" data-tone="bad">
          {words.t(lead ? 'assign.doubtful' : 'assign.doubtful.agent')}
        </p>
      )}
      {items !== undefined && (items.length > 1 || isDoubtful) && (
        <Differences
          items={items}
          ticked={new Set(ticked.map(({ ticket }) => ticket))}
          onTick={(ticket, on) => setChanged(new Map(changed).set(ticket, on))}
        />
      )}
      <div className="dialog-actions">
        <Button size="xs" variant="default" disabled={busy || isNobody} onClick={() => give(me)}>
          {words.t('assign.me')}
        </Button>
        <Button size="xs" variant="default" disabled={busy || isNobody} onClick={() => give(null)}>
          {words.t('assign.nobody')}
        </Button>
        <Button size="xs" type="submit" loading={busy} disabled={name.trim() === '' || isNobody}>
          {words.t(ticked.length > 1 ? 'assign.do' : 'command.assign', { count: ticked.length })}
        </Button>
      </div>
    </form>
  );
}

/** A: hands the ticket, the marked ones, or those of a figure to someone by name. */
export function AssignDialog() {
  const desk = useDesk();
  const words = useWords();
  const opened = useDeskState((state) => state.dialog === 'assign');
  const close = (): void => desk.store.set({ dialog: null, about: null });
  const tickets = chosenTickets(desk.store.get());
  return (
    <Modal opened={opened} onClose={close} title={words.t('command.assign')} size={tickets.length > 1 ? 'lg' : 'md'}>
      {opened && <AssignForm tickets={tickets} close={close} />}
    </Modal>
  );
}
