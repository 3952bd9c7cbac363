import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import type { FakeDesk } from '../support/fake-desk';
import { openDesk, openRequester, outside, selectTicket } from './render-desk';

afterEach(cleanup);

const refuseReplies = (fake: FakeDesk): void =>
  fake.answer({
    'replies.accept': () => {
      throw new SportelloError('store-away', 'The store is away', { action: 'Look.', detail: { host: 'db.example' } });
    },
  });

const suggestions = () => within(screen.getByRole('region', { name: 'Suggested replies' }));

describe('a green suggestion', () => {
  it('is queued at once by its digit, and the next ticket is selected', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('1');
    await waitFor(() => expect(opened.calls('replies.accept')).toHaveLength(1));
    expect(opened.calls('replies.accept')[0]).toMatchObject({ ticket: 'T-1042', index: 0, confirmed: false });
    await waitFor(() => expect(openRequester(opened)).toBe('Marco Riva'));
    const toast = (await screen.findAllByRole('status')).at(-1);
    expect(toast?.textContent).toContain('Reply to Giulia Ferri sends in');
    expect(toast?.textContent).toContain('Club · first access');
  });

  it('is queued at once by a click on its button, which is named by the macro title', async () => {
    const opened = await openDesk();
    const button = suggestions().getByRole('button', { name: 'Club · first access' });
    expect(button.dataset['decision']).toBe('club.first-access');
    await opened.user.click(button);
    await waitFor(() => expect(opened.calls('replies.accept')).toHaveLength(1));
  });

  it('is taken back by the Undo of its toast, and its ticket is open again', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('1');
    await waitFor(() => expect(openRequester(opened)).toBe('Marco Riva'));
    await opened.user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(opened.calls('replies.undo')).toEqual([{ block: 'block-1' }]));
    await waitFor(() => expect(openRequester(opened)).toBe('Giulia Ferri'));
    opened.wait(300);
    await opened.user.keyboard('1');
    await waitFor(() => expect(opened.calls('replies.accept')).toHaveLength(2));
    expect(opened.calls('replies.accept')[1]).toMatchObject({ ticket: 'T-1042', revision: 3 });
  });

  it('is taken back by Z, once', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('1');
    await waitFor(() => expect(openRequester(opened)).toBe('Marco Riva'));
    await opened.user.keyboard('zz');
    await waitFor(() => expect(opened.calls('replies.undo')).toHaveLength(1));
    await screen.findByText('Nothing to undo.');
  });

  it('cannot be taken back after its window', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('1');
    await waitFor(() => expect(openRequester(opened)).toBe('Marco Riva'));
    opened.wait(10_001);
    await opened.user.keyboard('z');
    await screen.findByText('Nothing to undo.');
    expect(opened.calls('replies.undo')).toHaveLength(0);
  });
});

describe('while the engine still writes', () => {
  it('the next ticket is on screen already; that the reply is queued is said once it is on the disk', async () => {
    const opened = await openDesk();
    const written = opened.fake.hold('replies.accept');
    await opened.user.keyboard('1');
    await waitFor(() => expect(openRequester(opened)).toBe('Marco Riva'));
    expect(screen.queryByText(/Reply to Giulia Ferri sends/)).toBeNull();
    await outside(written);
    await screen.findByText(/Reply to Giulia Ferri sends in/);
  });

  it('no other reply is taken', async () => {
    const opened = await openDesk();
    const written = opened.fake.hold('replies.accept');
    await opened.user.keyboard('1');
    await waitFor(() => expect(openRequester(opened)).toBe('Marco Riva'));
    opened.wait(5_000);
    await opened.user.keyboard('1');
    expect(opened.desk.store.get().armed).toBeNull();
    await outside(written);
    await screen.findByText(/Reply to Giulia Ferri sends in/);
    await opened.user.keyboard('1');
    await screen.findByRole('region', { name: 'Check before sending' });
    expect(opened.calls('replies.accept')).toHaveLength(1);
  });

  it('Z takes back this reply, not what was done before it', async () => {
    const opened = await openDesk();
    const written = opened.fake.hold('replies.accept');
    opened.desk.blocks.push({ id: 'earlier', until: null, undo: () => Promise.reject(new Error('The wrong one')) });
    await opened.user.keyboard('1');
    await waitFor(() => expect(openRequester(opened)).toBe('Marco Riva'));
    await opened.user.keyboard('z');
    expect(opened.calls('replies.undo')).toEqual([]);
    await outside(written);
    await waitFor(() => expect(opened.calls('replies.undo')).toEqual([{ block: 'block-1' }]));
    await waitFor(() => expect(openRequester(opened)).toBe('Giulia Ferri'));
  });

  it('what it refuses leads back to its ticket, with the reason', async () => {
    const opened = await openDesk({ prepare: refuseReplies });
    await opened.user.keyboard('1');
    await screen.findByText(/what you typed is kept/);
    expect(openRequester(opened)).toBe('Giulia Ferri');
    expect(opened.desk.blocks.size()).toBe(0);
  });

  it('whoever has begun to write on the next ticket is not led away from it', async () => {
    const opened = await openDesk({ prepare: refuseReplies });
    const written = opened.fake.hold('replies.accept');
    await opened.user.keyboard('1');
    await waitFor(() => expect(openRequester(opened)).toBe('Marco Riva'));
    await opened.user.keyboard('r');
    await opened.user.keyboard('Buon');
    await outside(written);
    await screen.findByText('The reply to Giulia Ferri was not queued.');
    await opened.user.keyboard('giorno, e');
    expect(openRequester(opened)).toBe('Marco Riva');
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Reply' }).value).toBe('Buongiorno, e');
    expect(opened.calls('tickets.setState')).toEqual([]);
  });

  it('Z of a reply that is refused takes back nothing else', async () => {
    const opened = await openDesk({ prepare: refuseReplies });
    const written = opened.fake.hold('replies.accept');
    let undone = 0;
    opened.desk.blocks.push({ id: 'earlier', until: null, undo: () => Promise.resolve(void (undone += 1)) });
    await opened.user.keyboard('1');
    await waitFor(() => expect(openRequester(opened)).toBe('Marco Riva'));
    await opened.user.keyboard('z');
    await outside(written);
    await screen.findByText(/what you typed is kept/);
    expect(undone).toBe(0);
    expect(opened.desk.blocks.size()).toBe(1);
  });

  it('whoever has gone on meanwhile stays there, and is told whose reply was refused', async () => {
    const opened = await openDesk({ prepare: refuseReplies });
    const written = opened.fake.hold('replies.accept');
    await opened.user.keyboard('1');
    await waitFor(() => expect(openRequester(opened)).toBe('Marco Riva'));
    await opened.user.keyboard('j');
    const here = opened.desk.store.get().selected;
    await outside(written);
    await screen.findByText('The reply to Giulia Ferri was not queued.');
    expect(opened.desk.store.get().selected).toBe(here);
  });

  it('the ticket of a reply that is taken back is on screen and in the list; that nothing went is said afterwards', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('1');
    await screen.findByText(/Reply to Giulia Ferri sends in/);
    await waitFor(() => expect(screen.queryByRole('option', { name: /Giulia Ferri/ })).toBeNull());
    const takenBack = opened.fake.hold('replies.undo');
    await opened.user.keyboard('z');
    await screen.findByRole('option', { name: /Giulia Ferri/, selected: true });
    expect(openRequester(opened)).toBe('Giulia Ferri');
    expect(screen.queryByText('Reply taken back. Nothing was sent.')).toBeNull();
    await outside(takenBack);
    await screen.findByText('Reply taken back. Nothing was sent.');
  });

  it('a reply that cannot be taken back any more leads back to where one was', async () => {
    const tooLate = new SportelloError('undo-too-late', 'It was sent.', { action: 'Write again.' });
    const opened = await openDesk({
      prepare: (fake) => fake.answer({ 'replies.undo': () => Promise.reject(tooLate) }),
    });
    await opened.user.keyboard('1');
    await screen.findByText(/Reply to Giulia Ferri sends in/);
    await opened.user.keyboard('z');
    await screen.findByText('Write a correction.');
    expect(openRequester(opened)).toBe('Marco Riva');
    await waitFor(() => expect(screen.queryByRole('option', { name: /Giulia Ferri/ })).toBeNull());
  });
});

describe('a reply that was typed', () => {
  it('comes back whole with Undo, however fast it was sent', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('r');
    await opened.user.keyboard('Buongiorno Giulia');
    await opened.user.keyboard('{Control>}{Enter}{/Control}');
    await screen.findByText(/Reply to Giulia Ferri sends in/);
    // The engine gives back what was in the mail, whatever was saved before.
    const view = opened.fake.ticket('T-1042');
    opened.fake.answer({ 'tickets.open': () => ({ ...view, draft: 'Buongiorno Giulia' }) });
    await opened.user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(openRequester(opened)).toBe('Giulia Ferri'));
    await waitFor(() =>
      expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Reply' }).value).toBe('Buongiorno Giulia'),
    );
  });
});

describe('an amber suggestion', () => {
  it('shows recipient, reasons and text on its digit, and goes only on Enter', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Marco Riva/);
    await opened.user.keyboard('1');
    const preview = within(await screen.findByRole('region', { name: 'Check before sending' }));
    expect(preview.getByText('marco.riva@example.net')).toBeTruthy();
    expect(preview.getByText('The sender is not the buyer of this purchase.')).toBeTruthy();
    expect(preview.getByText(/Ciao Giulia/)).toBeTruthy();
    opened.wait(1_000);
    await opened.user.keyboard('1');
    expect(opened.calls('replies.accept')).toHaveLength(0);
    await opened.user.keyboard('{Enter}');
    await waitFor(() => expect(opened.calls('replies.accept')).toHaveLength(1));
    expect(opened.calls('replies.accept')[0]).toMatchObject({ ticket: 'T-1041', confirmed: true });
  });

  it.each(['{Escape}', 'j'])('is let be by %s', async (key) => {
    const opened = await openDesk();
    await selectTicket(opened, /Marco Riva/);
    await opened.user.keyboard('1');
    await screen.findByRole('region', { name: 'Check before sending' });
    await opened.user.keyboard(key);
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Check before sending' })).toBeNull());
    await opened.user.keyboard('{Enter}');
    expect(opened.calls('replies.accept')).toHaveLength(0);
  });

  it('is disarmed, with a word, when another message comes in', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Marco Riva/);
    await opened.user.keyboard('1');
    await screen.findByRole('region', { name: 'Check before sending' });
    const view = opened.fake.ticket('T-1041');
    const [first] = view.messages;
    if (first === undefined) throw new Error('the ticket has a message');
    opened.fake.answer({ 'tickets.open': () => ({ ...view, messages: [first, { ...first, id: 'm-2' }] }) });
    await outside(() => opened.fake.emit('tickets.changed', { tickets: ['T-1041'] }));
    await screen.findByText('This ticket has just changed. Look again before sending.');
    expect(screen.queryByRole('region', { name: 'Check before sending' })).toBeNull();
  });

  it('stays armed when only the reading of the ticket was noted', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Marco Riva/);
    await opened.user.keyboard('1');
    await screen.findByRole('region', { name: 'Check before sending' });
    await outside(async () => {
      await opened.desk.engine.call('tickets.markRead', { ticket: 'T-1041', read: true });
    });
    await waitFor(() => expect(opened.desk.open()?.row.revision).toBe(2));
    expect(screen.getByRole('region', { name: 'Check before sending' })).toBeTruthy();
  });
});

describe('a red suggestion', () => {
  it('says why and queues nothing', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Marco Riva/);
    await opened.user.keyboard('2');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('someone who is not the buyer');
    await opened.user.keyboard('{Enter}');
    expect(opened.calls('replies.accept')).toHaveLength(0);
  });
});

describe('after the desk moved on by itself', () => {
  it('the digit is dead until it was released and the new ticket was on screen for 600 ms', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('{1>}');
    await waitFor(() => expect(openRequester(opened)).toBe('Marco Riva'));
    opened.wait(5_000);
    await opened.user.keyboard('2');
    expect(screen.queryByRole('alert')).toBeNull();
    await opened.user.keyboard('{/1}');
    await opened.user.keyboard('2');
    expect((await screen.findByRole('alert')).textContent).toContain('not the buyer');
  });

  it('a double click does not answer the next ticket', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('1');
    await waitFor(() => expect(openRequester(opened)).toBe('Marco Riva'));
    opened.wait(599);
    await opened.user.keyboard('2');
    expect(screen.queryByRole('alert')).toBeNull();
    opened.wait(1);
    await opened.user.keyboard('2');
    expect(await screen.findByRole('alert')).toBeTruthy();
  });
});

describe('producer.contact', () => {
  it('takes the escalation along unless the agent unticks it', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Lucía Prieto/);
    const box = screen.getByRole('checkbox', { name: /soporte@guitarra.example/ });
    expect((box as HTMLInputElement).checked).toBe(true);
    await opened.user.click(box);
    await opened.user.click(suggestions().getByRole('button', { name: 'Producer · access data' }));
    await waitFor(() => expect(opened.calls('replies.accept')[0]).toMatchObject({ escalate: false }));
  });

  it('alone is shown by P before it goes', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Lucía Prieto/);
    await opened.user.keyboard('p');
    const preview = within(await screen.findByRole('region', { name: 'Check before sending' }));
    expect(preview.getByText('soporte@guitarra.example')).toBeTruthy();
    await opened.user.keyboard('{Enter}');
    await waitFor(() => expect(opened.calls('escalations.send')).toHaveLength(1));
  });
});
