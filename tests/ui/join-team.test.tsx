import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { packError, SportelloError } from '../../shared/contract/errors';
import type { ShellApi, ShellState } from '../../shared/contract/shell-api';
import type { Membership } from '../../shared/contract/team-work';
import type { OutboxView, ReviewView } from '../../shared/contract/views';
import type { SignedInMember } from '../../shared/domain/team-roles';
import { fakeCatalogue } from '../support/fake-catalogue';
import { FAKE_NOW } from '../support/fake-tickets';
import { cleanup, openDesk, outside } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const ADDRESS = {
  host: 'db.example', port: 6432, database: 'desk', user: 'anna', schema: 'corsi', tls: true, authority: 'ca.pem',
}; // prettier-ignore
const URL = 'postgres://anna@db.example:6432/desk?schema=corsi&sslmode=verify-full&sslrootcert=ca.pem';
const ANNA = { login: 'anna', name: 'Anna', email: 'anna@corsi.example', role: 'agent' } as const;
const REFUSED = new SportelloError('store-refused', 'The server db.example does not let anna in with this password.', {
  action: 'Check login, password and database.',
  reason: 'login',
  detail: { host: 'db.example', user: 'anna' },
});
/** Failures cross from main as their packed fields. */
// eslint-disable-next-line typescript/prefer-promise-reject-errors
const refuse = (): Promise<never> => Promise.reject(packError(REFUSED));

const field = (name: string): HTMLInputElement => screen.getByLabelText(name);
const button = (name: string): HTMLButtonElement => screen.getByRole('button', { name });

async function openShell(shell: Partial<ShellState>, answers: Partial<ShellApi> = {}) {
  const asked: unknown[] = [];
  const opened = await openDesk({
    shell,
    prepare: ({ world }) => {
      for (const name of ['checkTeam', 'joinTeam', 'changeStorePassword'] as const) {
        const answer = (answers[name] ?? world.shell[name]) as (input: unknown) => Promise<unknown>;
        Object.assign(world.shell, {
          [name]: (input: unknown) => {
            asked.push([name, input]);
            return answer(input);
          },
        });
      }
      if (answers.readInvitation) Object.assign(world.shell, { readInvitation: answers.readInvitation });
      if (answers.chooseFile) Object.assign(world.shell, { chooseFile: answers.chooseFile });
    },
  });
  return { ...opened, asked };
}

describe('Join a team', () => {
  const open = async (answers: Partial<ShellApi> = {}, shell: Partial<ShellState> = {}) => {
    const opened = await openShell(
      { stage: 'welcome', ...shell },
      { readInvitation: (text) => Promise.resolve(text.includes('postgres://') ? ADDRESS : null), ...answers },
    );
    await opened.user.click(await screen.findByRole('button', { name: 'Join a team' }));
    return opened;
  };
  const paste = async ({ user }: Opened, text: string): Promise<void> => {
    await user.click(field('Invitation'));
    await user.paste(text);
  };

  it('stands beside the two other ways, more quietly', async () => {
    await openShell({ stage: 'welcome' });
    const dialog = within(await screen.findByRole('dialog', { name: 'Welcome' }));
    expect(dialog.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
      'Connect a mailbox',
      'Try the demo inbox',
      'Join a team',
    ]);
  });

  it('fills the fields in by the invitation, checks it, joins, and goes on with the mailbox', async () => {
    const opened = await open({ checkTeam: () => Promise.resolve({ member: ANNA, team: 'Corsi', server: '15.6' }) });
    await paste(opened, `Ciao, entra con ${URL}`);
    await waitFor(() => expect(field('Server').value).toBe('db.example'));
    expect([field('Port').value, field('Database').value, field('Team').value, field('Login').value]).toEqual([
      '6432',
      'desk',
      'corsi',
      'anna',
    ]);
    expect(screen.getByText('The invitation names ca.pem: choose the file that came with it.')).toBeTruthy();
    expect(button('Check').disabled).toBe(true);
    await opened.user.type(field('Password'), 'parola di prova 1');
    await opened.user.click(button('Check'));
    expect(
      await screen.findByText('PostgreSQL 15.6 lets you in: you are Anna, agent, of the team Corsi.'),
    ).toBeTruthy();
    await opened.user.click(button('Join the team'));
    await waitFor(() =>
      expect(opened.asked).toEqual([
        ['checkTeam', { url: URL, password: 'parola di prova 1' }],
        ['joinTeam', { url: URL, password: 'parola di prova 1' }],
      ]),
    );
    await outside(() => opened.fake.shell({ team: { host: 'db.example', login: 'anna' } }));
    expect(await screen.findByText(/^You have joined the team on db\.example as anna\./)).toBeTruthy();
    expect(field('IMAP server')).toBeTruthy();
  });

  it('takes the address as it is typed, and the certificate from a dialog', async () => {
    const opened = await open({ chooseFile: () => Promise.resolve('/home/anna/ca di Corsi.pem') });
    await opened.user.type(field('Server'), 'db.example');
    await opened.user.type(field('Database'), 'desk');
    await opened.user.clear(field('Team'));
    await opened.user.type(field('Team'), 'corsi');
    await opened.user.type(field('Login'), 'anna');
    await opened.user.click(button('Choose…'));
    await waitFor(() => expect(field('Certificate').value).toBe('/home/anna/ca di Corsi.pem'));
    await opened.user.type(field('Password'), 'p');
    await opened.user.click(button('Join the team'));
    const url =
      'postgres://anna@db.example/desk?schema=corsi&sslmode=verify-full&sslrootcert=%2Fhome%2Fanna%2Fca%20di%20Corsi.pem';
    await waitFor(() => expect(opened.asked).toEqual([['joinTeam', { url, password: 'p' }]]));
  });

  it('offers to do without TLS for a server on this machine alone', async () => {
    const opened = await open();
    await opened.user.type(field('Server'), 'db.example');
    expect(screen.queryByLabelText('Encrypted connection (TLS)')).toBeNull();
    await opened.user.clear(field('Server'));
    await opened.user.type(field('Server'), '127.0.0.1');
    expect(field('Encrypted connection (TLS)').checked).toBe(true);
  });

  it('says exactly what is wrong, joins nothing, and forgets what it said of another password', async () => {
    const opened = await open({ checkTeam: refuse, joinTeam: refuse });
    await paste(opened, URL);
    await opened.user.type(field('Password'), 'falsa');
    await opened.user.click(button('Check'));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('The team’s server db.example does not let anna in with this password.');
    expect(alert.textContent).toContain('ask an admin whether you are still a member');
    await opened.user.click(button('Join the team'));
    await waitFor(() => expect(opened.asked).toHaveLength(2));
    expect(field('Invitation')).toBeTruthy();
  });

  it('says that a text holds no invitation', async () => {
    const opened = await open();
    await paste(opened, 'Ciao Anna, benvenuta!');
    expect(await screen.findByText(/There is no invitation in this text/)).toBeTruthy();
  });

  it('says where there is no keychain that the password is forgotten', async () => {
    await open({}, { keychain: false });
    expect(screen.getByText(/the password is forgotten when the desk closes/)).toBeTruthy();
  });

  it('goes on with the mailbox after a restart in between', async () => {
    await openShell({ stage: 'welcome', team: { host: 'db.example', login: 'anna' } });
    expect(await screen.findByText(/^You have joined the team on db\.example as anna\./)).toBeTruthy();
  });
});

describe("a profile whose team's server does not let one in", () => {
  const broken = (error: SportelloError, answers: Partial<ShellApi> = {}) =>
    openShell({ stage: 'broken', error: packError(error), team: { host: 'db.example', login: 'anna' } }, answers);

  it('asks for the password again', async () => {
    const { user, asked } = await broken(REFUSED);
    await user.type(field('Password'), 'nuova');
    await user.click(button('Open'));
    await waitFor(() => expect(asked).toEqual([['changeStorePassword', 'nuova']]));
  });

  it('asks for it, too, where no keychain kept it, and says what is wrong with the next one', async () => {
    const missing = new SportelloError('secret-unavailable', 'The password of anna is not at hand.', {
      reason: 'team-password',
      action: 'Type it.',
      detail: { user: 'anna', host: 'db.example' },
    });
    const { user } = await broken(missing, { changeStorePassword: refuse });
    expect(screen.getByRole('dialog', { name: 'Sign in at the team’s server' }).textContent).toContain(
      'anna at db.example',
    );
    expect(screen.queryByRole('alert')).toBeNull();
    await user.type(field('Password'), 'falsa');
    await user.click(button('Open'));
    expect(
      await screen.findByText(/does not let anna in with this password\. Check login, password and database/),
    ).toBeTruthy();
  });

  it('asks for none while the server is away, and says that it is tried again', async () => {
    await broken(new SportelloError('store-away', 'No answer.', { action: 'Check.', detail: { host: 'db.example' } }));
    expect(screen.queryByLabelText('Password')).toBeNull();
    expect(screen.getByText('The desk tries again by itself every 5 seconds.')).toBeTruthy();
  });
});

const MEMBERSHIP: Membership = {
  team: 'Corsi',
  at: { host: 'db.example', database: 'desk', schema: 'corsi', login: 'anna' },
  members: [ANNA, { login: 'lia', name: 'Lia', email: 'lia@corsi.example', role: 'lead' }],
  reads: 'Lia',
  sends: null,
};

/** The desk of somebody in a team; null: a desk of one's own. */
async function deskOf(role: SignedInMember['role'] | null, answers: Parameters<Opened['fake']['answer']>[0] = {}) {
  const opened = await openDesk();
  const status = await opened.fake.world.engine.call('desk.status', {});
  const member = role === null ? null : { ...ANNA, role };
  opened.fake.answer({ 'desk.status': () => ({ ...status, member }), ...answers });
  await outside(() => opened.fake.emit('desk.status', { ...status, member }));
  return opened;
}

describe('the team in Settings', () => {
  it('says who one is, where, who reads and sends now, and who else is there', async () => {
    const opened = await deskOf('agent', { 'team.membership': () => MEMBERSHIP });
    await opened.user.keyboard('gs');
    const card = within(await screen.findByRole('region', { name: 'Team members' }));
    expect((await card.findByText('Anna · agent · anna@corsi.example')).tagName).toBe('DD');
    expect(card.getByText('anna · db.example · desk · corsi')).toBeTruthy();
    expect(card.getByText('Reads the mailbox').nextSibling?.textContent).toBe('Lia');
    expect(card.getByText('Sends replies').nextSibling?.textContent).toBe('nobody now');
    const table = within(card.getByRole('table', { name: 'Members' }));
    expect(table.getAllByRole('row').map(({ textContent }) => textContent)).toEqual([
      'NameAddressRole',
      'Annaanna@corsi.exampleagent',
      'Lialia@corsi.examplelead',
    ]);
    await opened.user.click(card.getByRole('button', { name: 'Type the server password again' }));
    expect(card.getByLabelText('Password')).toBeTruthy();
  });

  it('says on a store of one’s own how to get there', async () => {
    const opened = await deskOf(null);
    await opened.user.keyboard('gs');
    const card = within(await screen.findByRole('region', { name: 'Team members' }));
    expect(await card.findByText(/the command “move” brings these tickets there/)).toBeTruthy();
    expect(card.queryByRole('button')).toBeNull();
  });
});

describe('what a role may not do', () => {
  const held = (by: string): OutboxView => ({
    id: by, mailbox: 'main', block: 'b', ticket: 'T-1042', kind: 'reply', state: 'held', decision: null, toName: 'Giulia Ferri',
    to: 'giulia@example.com', subject: 'Re', text: 'x', messageId: by, until: FAKE_NOW, nextAttemptAt: null, copies: [], files: [], attempts: 0,
    error: null, heldReason: 'new-message', heldBy: null, createdAt: FAKE_NOW, by, delivery: null,
  }); // prettier-ignore
  const review: ReviewView = {
    id: 'r', ticket: 'T-1042', decision: 'club.first-access', at: FAKE_NOW, by: 'Bruno', subject: 'Accesso', text: 'x',
  }; // prettier-ignore

  it('is not offered on a colleague’s held reply, with the reason', async () => {
    const opened = await deskOf('agent', { 'outbox.list': () => [held('Anna'), held('Bruno')] });
    await opened.user.keyboard('go');
    expect(await screen.findByText('Only Bruno or a lead decides about this reply.')).toBeTruthy();
    expect(screen.getAllByRole('button', { name: 'Back to draft' })).toHaveLength(1);
  });

  it.each(['lead', null] as const)('is little for a %s', async (role) => {
    const opened = await deskOf(role, {
      'outbox.list': () => [held('Anna'), held('Bruno')],
      'reviews.list': () => [review],
    });
    await opened.user.keyboard('go');
    await waitFor(() => expect(screen.getAllByRole('button', { name: 'Back to draft' })).toHaveLength(2));
    expect(screen.queryByText(/^Only /)).toBeNull();
  });

  it('is said on the cards of the Team lead page', async () => {
    const opened = await deskOf('agent', { 'reviews.list': () => [review] });
    await opened.user.keyboard('gl');
    expect(await screen.findByText('Only a lead says whether these were right.')).toBeTruthy();
    for (const one of screen.getAllByRole<HTMLButtonElement>('button', { name: /^(Right|Wrong)$/ })) {
      expect(one.disabled).toBe(true);
    }
  });

  it.each([
    ['keeps an agent from', 'agent', true],
    ['lets a lead go on', 'lead', false],
  ] as const)('%s changing a ruling that stands', async (_what, role, isFixed) => {
    const [product] = fakeCatalogue();
    if (!product) throw new Error('No product');
    const ruling = { kind: 'ruling', delivery: 'club', by: 'Bruno', times: 1, firstAt: 1, lastAt: 1 } as const;
    const ruled = { ...product, evidence: [ruling] };
    const opened = await deskOf(role, { 'products.list': () => [ruled], 'products.open': () => ruled });
    await opened.user.keyboard('gs');
    await opened.user.click(await screen.findByRole('button', { name: new RegExp(product.name) }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole<HTMLSelectElement>('combobox').disabled).toBe(isFixed);
    expect(dialog.queryByText('Only a lead changes a ruling that stands.') !== null).toBe(isFixed);
  });
});
