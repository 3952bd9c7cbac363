import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AtWork } from '../../shared/contract/team-work';
import type { ToldView } from '../../shared/contract/told';
import { DEFAULT_DIGEST } from '../../shared/domain/daily-digest';
import { FAKE_NOW } from '../support/fake-tickets';
import type { FakeDesk } from '../support/fake-desk';
import { openDesk, outside } from './render-desk';
import type { Opened } from './render-desk';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const assignBox = async () => within(await screen.findByRole('dialog', { name: 'Assign' }));
const firstTwo = (opened: Opened): readonly [string, string] => {
  const [first, second] = opened.desk.rows.ids();
  if (first === undefined || second === undefined) throw new Error('the fake inbox has two tickets');
  return [first, second];
};
const mark = (opened: Opened, ids: readonly string[]) => outside(() => opened.desk.store.set({ marked: [...ids] }));
/** The open ticket counts as read after a second, which is a change of it: from then on nothing changes by itself. */
const isRead = (opened: Opened) =>
  waitFor(() => {
    expect(opened.calls('tickets.markRead')).toHaveLength(1);
    expect(opened.desk.open()?.row.unread).toBe(false);
  });

const seen = (opened: Opened, ...ids: readonly string[]) =>
  ids.map((ticket) => ({ ticket, revision: opened.fake.ticket(ticket).row.revision }));

/** A colleague has claimed this ticket. */
function claimed(fake: FakeDesk, busy: string): void {
  fake.answer({
    'tickets.atWork': ({ tickets }) =>
      tickets.map((ticket): AtWork => {
        const { revision, requesterName, subject } = fake.ticket(ticket).row;
        const isBusy = ticket === busy;
        return {
          ticket,
          revision,
          name: requesterName,
          subject,
          holder: isBusy ? 'Bruno Neri' : null,
          until: isBusy ? FAKE_NOW + 60_000 : null,
          reply: null,
          present: [],
          who: isBusy ? 'Bruno Neri' : null,
        };
      }),
  });
}

describe('the keys of the desk', () => {
  it('are its own on the Team lead page, too, as long as no figure is open', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('gl');
    await screen.findByRole('heading', { level: 1, name: 'Team lead' });
    await screen.findByRole('heading', { name: 'Today' });
    await opened.user.keyboard('gi');
    await waitFor(() => expect(opened.desk.store.get().page).toBe('inbox'));
  });

  it('are about what is chosen there once a figure was left', async () => {
    const opened = await openDesk();
    await outside(() => {
      opened.desk.store.set({ dialog: 'assign', about: ['T-1040', 'T-1041'] });
      opened.desk.goTo('inbox');
    });
    expect(opened.desk.store.get()).toMatchObject({ dialog: null, about: null });
  });
});

describe('A', () => {
  it('gives the open ticket to whoever the name means, and Z gives it back', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('a');
    await assignBox();
    await opened.user.keyboard('carl{Enter}');
    expect(await screen.findByText('Ticket now with Carla Sousa')).toBeTruthy();
    expect(opened.desk.open()?.row.assignee).toBe('Carla Sousa');
    await opened.user.keyboard('z');
    await waitFor(() => expect(opened.desk.open()?.row.assignee).toBeNull());
  });

  it('gives all marked tickets in one step, which one Undo takes back', async () => {
    const opened = await openDesk();
    const ids = firstTwo(opened);
    await mark(opened, ids);
    await isRead(opened);
    const given = seen(opened, ...ids);
    await opened.user.click(within(screen.getByRole('toolbar', { name: 'Marked tickets' })).getByText('Assign'));
    const box = await assignBox();
    expect(await box.findByText('For the 2 chosen tickets')).toBeTruthy();
    const table = within(await box.findByRole('table', { name: 'What changes hands' }));
    expect(table.getAllByRole('checkbox').map((one) => (one as HTMLInputElement).checked)).toEqual([true, true]);
    await opened.user.click(box.getByRole('button', { name: /Bruno Neri/ }));
    expect(await screen.findByText('2 tickets now with Bruno Neri')).toBeTruthy();
    expect(opened.calls('tickets.assign')).toEqual([{ tickets: given, to: 'Bruno Neri' }]);
    await opened.user.keyboard('z');
    await waitFor(() =>
      expect(opened.calls('tickets.restoreHolders').at(-1)).toMatchObject({
        heldBy: 'Bruno Neri',
        held: { length: 2 },
      }),
    );
  });

  it('shows what a colleague is at work on, unticked; a lead may tick it', async () => {
    const opened = await openDesk();
    const ids = firstTwo(opened);
    await isRead(opened);
    const given = seen(opened, ...ids);
    claimed(opened.fake, ids[1]);
    await mark(opened, ids);
    await opened.user.keyboard('a');
    const box = await assignBox();
    expect(await box.findByText('Bruno Neri has claimed it')).toBeTruthy();
    const [free, busy] = box.getAllByRole('checkbox') as HTMLInputElement[];
    expect([free?.checked, busy?.checked, busy?.disabled]).toEqual([true, false, false]);
    if (busy) await opened.user.click(busy);
    await opened.user.click(box.getByRole('textbox', { name: 'Name' }));
    await opened.user.keyboard('carl{Enter}');
    await waitFor(() => expect(opened.calls('tickets.assign')).toEqual([{ tickets: given, to: 'Carla Sousa' }]));
  });

  it('leaves to an agent only what nobody is at work on', async () => {
    const opened = await openDesk({
      prepare: (fake) => {
        const status = fake.world.engine.call('desk.status', {});
        fake.answer({
          'desk.status': async () => ({
            ...(await status),
            member: { name: 'Anna Bruni', email: 'anna@example.com', role: 'agent' },
          }),
        });
      },
    });
    const ids = firstTwo(opened);
    claimed(opened.fake, ids[1]);
    await mark(opened, ids);
    await opened.user.keyboard('a');
    const box = await assignBox();
    expect(await box.findByText(/only a lead gives them to somebody else/)).toBeTruthy();
    expect((box.getAllByRole('checkbox')[1] as HTMLInputElement).disabled).toBe(true);
    await opened.user.click(box.getByRole('button', { name: /Carla Sousa/ }));
    await waitFor(() => expect(opened.calls('tickets.assign')).toMatchObject([{ tickets: [{ ticket: ids[0] }] }]));
  });

  it('says so where nobody else is known', async () => {
    const opened = await openDesk({ prepare: (fake) => fake.answer({ 'team.colleagues': () => [] }) });
    await opened.user.keyboard('a');
    expect(await (await assignBox()).findByText(/You work here alone so far/)).toBeTruthy();
  });
});

describe('a note', () => {
  const noteBox = () => screen.getByRole('textbox', { name: 'Note' }) as HTMLTextAreaElement;
  const names = () => within(screen.getByRole('listbox', { name: 'People' })).getAllByRole('option');

  it('completes a name by arrows and Enter, and is kept with it', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('n');
    await opened.user.keyboard('guardi @');
    await waitFor(() => expect(names()).toHaveLength(2));
    expect(noteBox().getAttribute('aria-activedescendant')).toBe(names()[0]?.id);
    await opened.user.keyboard('{ArrowDown}');
    expect(names().map((one) => one.getAttribute('aria-selected'))).toEqual(['false', 'true']);
    await opened.user.keyboard('{Enter}');
    expect(noteBox().value).toBe('guardi @Carla Sousa ');
    expect(screen.queryByRole('listbox', { name: 'People' })).toBeNull();
    await opened.user.keyboard('grazie{Control>}{Enter}{/Control}');
    await waitFor(() =>
      expect(opened.calls('tickets.note').at(-1)).toMatchObject({ text: 'guardi @Carla Sousa grazie' }),
    );
  });

  it('closes the names at Escape and stays open itself; a second Escape closes it', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('n');
    await opened.user.keyboard('@br');
    await waitFor(() => expect(names()).toHaveLength(1));
    await opened.user.keyboard('{Escape}');
    expect(screen.queryByRole('listbox', { name: 'People' })).toBeNull();
    expect(noteBox().value).toBe('@br');
    await opened.user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Note' })).toBeNull());
  });

  it('proposes nobody in a reply to a customer', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('r');
    await opened.user.keyboard('@br');
    expect(screen.queryByRole('listbox', { name: 'People' })).toBeNull();
  });

  it('shows who is meant as a chip, by the name that the person has now', async () => {
    await openDesk({
      prepare: (fake) => {
        const view = fake.ticket('T-1042');
        const mentions = [{ id: 'bruno', name: 'Bruno Blu' }];
        const notes = [{ at: FAKE_NOW, by: 'Carla', text: 'Chieda a @{bruno}: lo sa', mentions }];
        fake.answer({
          'tickets.open': ({ ticket }) => (ticket === 'T-1042' ? { ...view, notes } : fake.ticket(ticket)),
        });
      },
    });
    const note = await screen.findByRole('complementary', { name: 'Internal note' });
    expect(within(note).getByText('@Bruno Blu').className).toBe('mention');
    expect(note.textContent).toContain('Chieda a @Bruno Blu: lo sa');
  });
});

describe('what a colleague tells me', () => {
  const told = (over: Partial<ToldView> = {}): ToldView => ({
    id: 'one', kind: 'mention', ticket: 'T-1038', name: 'Marco Riva', subject: 'Senha', by: 'Bruno', at: FAKE_NOW, ...over,
  }); // prettier-ignore

  it('stands in the queues while it is unread, is said once, and opens its ticket', async () => {
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    const opened = await openDesk({ prepare: (fake) => fake.answer({ 'told.list': () => [told()] }) });
    expect(await screen.findByText('Bruno mentions you in a note: Marco Riva')).toBeTruthy();
    expect(opened.fake.notices).toMatchObject([
      { title: 'Bruno mentions you in a note: Marco Riva', ticket: 'T-1038' },
    ]);
    await outside(() => opened.fake.emit('told.changed', {}));
    expect(opened.fake.notices).toHaveLength(1);
    const entry = within(screen.getByRole('navigation', { name: 'Queues' })).getByRole('button', { name: /Mentions/ });
    expect(entry.textContent).toBe('Mentions1');
    await opened.user.click(entry);
    const box = within(await screen.findByRole('dialog', { name: 'Mentions' }));
    await opened.user.click(box.getByRole('button', { name: /Bruno mentions you: Marco Riva/ }));
    await waitFor(() => expect(opened.desk.store.get().selected).toBe('T-1038'));
    focus.mockReturnValue(true);
    await outside(() => void window.dispatchEvent(new Event('focus')));
    await waitFor(() => expect(opened.calls('told.read')).toEqual([{ ids: ['one'] }]), { timeout: 3_000 });
    opened.fake.answer({ 'told.list': () => [] });
    await outside(() => opened.fake.emit('told.changed', {}));
    await waitFor(() => expect(screen.queryByRole('button', { name: /Mentions/ })).toBeNull());
  });

  it('is one sentence for many tickets, and says no names where others see the screen', async () => {
    vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    const given = [1, 2, 3].map((index) => told({ id: `g${index}`, kind: 'given', ticket: `T-90${index}` }));
    const { fake } = await openDesk({
      shell: { notifications: { of: 'mine', content: false, digest: DEFAULT_DIGEST } },
      prepare: (desk) => desk.answer({ 'told.list': () => given }),
    });
    expect(await screen.findByText('Bruno gave you 3 tickets')).toBeTruthy();
    expect(fake.notices).toEqual([{ title: '3 tickets were given to you', body: '', ticket: null }]);
    expect(screen.queryByRole('button', { name: /Mentions/ })).toBeNull();
  });
});

describe('a review', () => {
  it('marks the open ticket with a word, in head and row, and Z takes it off', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('{Shift>}r{/Shift}');
    const box = within(await screen.findByRole('dialog', { name: 'Mark reviewed' }));
    await opened.user.type(box.getByRole('textbox', { name: /A word about it/ }), 'va bene{Enter}');
    expect(await screen.findByText('Ticket marked reviewed')).toBeTruthy();
    const conversation = within(screen.getByRole('region', { name: 'Conversation' }));
    expect(await conversation.findByText('va bene')).toBeTruthy();
    expect(screen.getByRole('option', { name: /Giulia Ferri.*Reviewed/ })).toBeTruthy();
    await opened.user.keyboard('z');
    await waitFor(() => expect(conversation.queryByText('va bene')).toBeNull());
  });
});

describe('the tickets of a figure', () => {
  async function openFigure(): Promise<Opened & { readonly box: ReturnType<typeof within> }> {
    const opened = await openDesk();
    await outside(() => opened.desk.goTo('team-lead'));
    const line = within(await screen.findByRole('table', { name: 'Today' }))
      .getByText('Our turn')
      .closest('tr');
    await opened.user.click(within(line as HTMLElement).getByRole('button', { name: /12/ }));
    return { ...opened, box: within(await screen.findByRole('dialog', { name: 'Our turn' })) };
  }

  it('are given away, marked and opened again from there, those that are ticked', async () => {
    const opened = await openFigure();
    const { box } = opened;
    await opened.user.click(await box.findByRole('checkbox', { name: 'Choose T-1042' }));
    await opened.user.click(box.getByRole('button', { name: 'Mark reviewed' }));
    await screen.findByRole('dialog', { name: 'Mark reviewed' });
    await opened.user.keyboard('{Enter}');
    await waitFor(() =>
      expect(opened.calls('tickets.review')).toMatchObject([{ changes: [{ ticket: 'T-1042', word: '' }] }]),
    );
    expect(await box.findByText('Reviewed')).toBeTruthy();
    expect((box.getByRole('button', { name: 'Reopen' }) as HTMLButtonElement).disabled).toBe(true);
    await opened.user.click(box.getByRole('button', { name: 'Assign' }));
    await assignBox();
    await opened.user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Assign' })).toBeNull());
    expect(screen.getByRole('dialog', { name: 'Our turn' })).toBeTruthy();
    expect(opened.desk.store.get().about).toBeNull();
  });

  it('opens those again that are closed', async () => {
    const opened = await openFigure();
    await outside(async () => {
      const { revision } = opened.fake.ticket('T-1042').row;
      await opened.fake.world.engine.call('tickets.setState', {
        ticket: 'T-1042',
        revision,
        to: 'done',
        snoozeUntil: null,
      });
    });
    await opened.user.click(await opened.box.findByRole('checkbox', { name: /All on this page/ }));
    await waitFor(() =>
      expect((opened.box.getByRole('button', { name: 'Reopen' }) as HTMLButtonElement).disabled).toBe(false),
    );
    await opened.user.click(opened.box.getByRole('button', { name: 'Reopen' }));
    await waitFor(() => expect(opened.calls('tickets.reopen')).toMatchObject([{ tickets: [{ ticket: 'T-1042' }] }]));
    expect(await screen.findByText('Ticket open again')).toBeTruthy();
  });

  it('leave out what was reviewed where the lead wants that', async () => {
    const opened = await openDesk();
    await outside(() => opened.desk.goTo('team-lead'));
    await opened.user.click(await screen.findByRole('switch', { name: 'Leave out what was reviewed' }));
    await waitFor(() => expect(opened.calls('report.figures').at(-1)).toMatchObject({ withoutReviewed: true }));
  });
});

describe('the daily digest', () => {
  const digest = {
    owed: 12,
    breached: 2,
    oldestAt: FAKE_NOW,
    silentProducers: 1,
    from: FAKE_NOW,
    cameIn: 4,
    backlog: -3,
  };
  const on = { of: 'none', content: true, digest: { on: true, at: '08:30' } } as const;

  it('is one notification that opens Team lead', async () => {
    const { fake, calls } = await openDesk({
      shell: { notifications: on },
      prepare: (desk) => desk.answer({ 'digest.take': () => ({ digest }) }),
    });
    await waitFor(() => expect(fake.notices).toHaveLength(1));
    expect(calls('digest.take')).toEqual([{ at: '08:30' }]);
    const [notice] = fake.notices;
    expect(notice).toMatchObject({ title: 'How the desk stands', ticket: null, command: 'go.team-lead' });
    expect(notice?.body.split('\n')).toEqual([
      expect.stringMatching(/^Our turn: 12, the oldest from /),
      'Breached: 2',
      'Silent producers: 1',
      expect.stringMatching(/^Came in since .*: 4; backlog -3$/),
    ]);
  });

  it('is not asked for by who did not switch it on', async () => {
    const { calls } = await openDesk();
    expect(calls('digest.take')).toEqual([]);
  });

  it('is switched on in Settings, for oneself', async () => {
    const opened = await openDesk();
    await outside(() => opened.desk.goTo('settings'));
    await opened.user.click(await screen.findByLabelText(/Daily digest for leads/));
    await waitFor(() => expect(opened.calls('digest.take')).toEqual([{ at: '09:00' }]));
  });
});
