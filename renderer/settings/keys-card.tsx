import { Button, Switch, Tabs, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import type { OwnKeys } from '../../shared/domain/own-keys';
import { chosenKeys, keysOf, ownTogether, ownWith } from '../../shared/domain/own-keys';
import { foldPlain } from '../../shared/domain/fold-text';
import { undoable } from '../desk/casework';
import { commandLabel } from '../desk/command-label';
import { COMMANDS, COMMAND_GROUPS } from '../desk/commands';
import type { Command } from '../desk/commands';
import { useDesk, useDeskState } from '../desk/desk-context';
import { Card } from '../desk/page';
import { useWords } from '../i18n/use-words';
import { KeyRow } from './key-row';
import './keys.css';

/** The keys of the desk, and a person's own in their place, on this machine only; what is chosen counts at once. */
export function KeysCard(props: { readonly own: OwnKeys }) {
  const { own } = props;
  const desk = useDesk();
  const words = useWords();
  const singleKeys = useDeskState((state) => state.singleKeys);
  const [sought, setSought] = useState('');
  /** The command that waits for a new key, and what was pressed so far; a key stands there while it cannot be had. */
  const [asked, setAsked] = useState<{ readonly id: string; readonly key: string | null } | null>(null);
  /** The command that was changed last: found by its old key, it stays in the list until something else is sought. */
  const [changed, setChanged] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const chosen = chosenKeys(COMMANDS, own);
  const keys = keysOf(COMMANDS, own);

  /** Saves, and only then says so. */
  const save = async (next: OwnKeys, say: () => void): Promise<void> => {
    try {
      await desk.shell.setAppearance({ keys: next });
      say();
    } catch (error) {
      desk.complain(error);
    }
  };
  const give = (command: Command, key: string): void => {
    const name = commandLabel(words, command.id);
    setAsked(null);
    setChanged(command.id);
    setSaid('');
    void save(ownWith(COMMANDS, own, command, key), () =>
      setSaid(words.t(key === '' ? 'keys.set.none' : 'keys.set', { command: name, key })),
    );
  };
  const reset = (): void => {
    setAsked(null);
    setSaid('');
    field.current?.focus();
    void save({}, () =>
      undoable(desk, `keys-${desk.now()}`, { key: 'toast.keys-default' }, async () => {
        const { keys: since } = await desk.shell.state();
        await desk.shell.setAppearance({ keys: ownTogether(COMMANDS, own, since) });
      }),
    );
  };

  const wanted = foldPlain(sought.trim());
  const isSought = ({ id }: Command): boolean =>
    id === changed ||
    foldPlain(commandLabel(words, id)).includes(wanted) ||
    (keys.get(id) ?? []).some((key) => foldPlain(key) === wanted);
  const found = COMMANDS.filter(isSought);
  const table = (commands: readonly Command[]) => (
    <table className="figures" aria-label={words.t('keys.title')}>
      <thead className="sr">
        <tr>
          <th scope="col">{words.t('keys.command')}</th>
          <th scope="col">{words.t('keys.key')}</th>
          <th scope="col">{words.t('keys.default')}</th>
        </tr>
      </thead>
      <tbody>
        {commands.map((command) => (
          <KeyRow
            key={command.id}
            command={command}
            own={own}
            keys={keys.get(command.id) ?? []}
            chosen={chosen}
            asked={asked?.id === command.id ? asked : null}
            onAsk={(key) => {
              setSaid('');
              setAsked({ id: command.id, key });
            }}
            onLeave={() => setAsked(null)}
            onGive={(key) => give(command, key)}
          />
        ))}
      </tbody>
    </table>
  );
  return (
    <Card title={words.t('keys.title')} text={words.t('keys.text')}>
      <Switch
        label={words.t('keys.single')}
        description={words.t('keys.single.about')}
        checked={singleKeys}
        onChange={(event) => desk.setSingleKeys(event.currentTarget.checked)}
      />
      <div className="keys-top">
        <TextInput
          ref={field}
          size="xs"
          aria-label={words.t('keys.search')}
          placeholder={words.t('keys.search')}
          value={sought}
          onChange={(event) => {
            setSought(event.currentTarget.value);
            setAsked(null);
            setChanged(null);
          }}
        />
        <output className="keys-said">{said}</output>
        <Button size="xs" variant="default" disabled={Object.keys(own).length === 0} onClick={reset}>
          {words.t('keys.back.all')}
        </Button>
      </div>
      {wanted === '' ? (
        <Tabs className="keys-list" defaultValue="ticket" keepMounted={false} onChange={() => setAsked(null)}>
          <Tabs.List>
            {COMMAND_GROUPS.map((group) => (
              <Tabs.Tab key={group} value={group}>
                {words.t(`group.${group}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {COMMAND_GROUPS.map((group) => (
            <Tabs.Panel key={group} value={group}>
              {table(COMMANDS.filter((command) => command.group === group))}
            </Tabs.Panel>
          ))}
        </Tabs>
      ) : (
        <div className="keys-list">
          {found.length === 0 ? <p className="card-text keys-nothing">{words.t('palette.nothing')}</p> : table(found)}
        </div>
      )}
    </Card>
  );
}
