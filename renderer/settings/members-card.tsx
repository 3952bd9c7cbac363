import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ShellState } from '../../shared/contract/shell-api';
import type { Membership } from '../../shared/contract/team-work';
import { Card } from '../desk/page';
import { useEngine } from '../engine-client';
import { StorePassword } from '../first-run/store-password';
import { useWords } from '../i18n/use-words';

/** The team of this desk: who one is there, whose desk reads and sends, who else is in it. On a file: how to get there. */
export function MembersCard(props: { readonly shell: ShellState }) {
  const words = useWords();
  const { data } = useEngine('team.membership', {});
  if (data === undefined || props.shell.demo) return null;
  return (
    <Card title={words.t('members.title')} text={words.t(data === null ? 'members.alone' : 'members.text')}>
      {data !== null && <Team membership={data} keychain={props.shell.keychain} />}
    </Card>
  );
}

function Team(props: { readonly membership: Membership; readonly keychain: boolean }) {
  const words = useWords();
  const [isTyping, setIsTyping] = useState(false);
  const { team, at, members, reads, sends } = props.membership;
  const me = members.find(({ login }) => login === at.login);
  const facts: readonly (readonly [string, string])[] = [
    ['team', team === '' ? at.schema : team],
    ['you', me === undefined ? at.login : `${me.name} · ${words.t(`role.${me.role}`)} · ${me.email}`],
    ['server', `${at.login} · ${at.host} · ${at.database} · ${at.schema}`],
    ['reads', reads ?? words.t('members.nobody')],
    ['sends', sends ?? words.t('members.nobody')],
  ];
  return (
    <>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{words.t(`members.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <table className="figures" aria-label={words.t('members.list')}>
        <thead>
          <tr>
            <th scope="col">{words.t('members.name')}</th>
            <th scope="col" className="figures-words">
              {words.t('members.email')}
            </th>
            <th scope="col" className="figures-words">
              {words.t('members.role')}
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map(({ login, name, email, role }) => (
            <tr key={login}>
              <th scope="row">{name}</th>
              <td className="figures-words">{email}</td>
              <td className="figures-words">{words.t(`role.${role}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isTyping ? (
        <StorePassword
          keychain={props.keychain}
          label={words.t('members.password.keep')}
          onKept={() => setIsTyping(false)}
        />
      ) : (
        <div className="card-row">
          <Button size="xs" variant="default" onClick={() => setIsTyping(true)}>
            {words.t('members.password')}
          </Button>
        </div>
      )}
    </>
  );
}
