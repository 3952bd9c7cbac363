import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import { ticketView } from '../support/fake-tickets';
import { openDesk, selectTicket } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const FILM = 31_457_280;

/** A desk whose newest mail left a film and a list on the server. */
async function openLarge(): Promise<Opened & { readonly message: string }> {
  const view = ticketView({
    id: 'T-2001', name: 'Paola Neri', address: 'paola@example.com', subject: 'Il video', text: 'Ecco il video.', hours: 0,
    message: {
      attachments: [
        { index: 0, fileName: 'IMG_0042.mov', contentType: 'video/quicktime', size: FILM, contentId: null, onServer: true },
        { index: 1, fileName: 'note.txt', contentType: 'text/plain', size: 900, contentId: null, onServer: true },
      ],
    },
  }); // prettier-ignore
  const opened = await openDesk({ prepare: (fake) => fake.deliver(view) });
  await selectTicket(opened, /Paola Neri/);
  await screen.findByText('IMG_0042.mov', { selector: '.attachment-name' });
  return { ...opened, message: view.messages[0]?.id ?? '' };
}

const row = (name: string) =>
  within(screen.getByText(name, { selector: '.attachment-name' }).closest('li') ?? failed());
function failed(): never {
  throw new Error('There is no such attachment');
}

it('what is on the server is marked so, with type and size', async () => {
  await openLarge();
  expect(row('IMG_0042.mov').getByText('video/quicktime · 30 MB')).toBeTruthy();
  expect(row('IMG_0042.mov').getByText('on the server')).toBeTruthy();
});

it('Save fetches it into a file, shows how far it is, and says when it is there', async () => {
  const { fake, user, message, calls } = await openLarge();
  await user.click(row('IMG_0042.mov').getByRole('button', { name: 'Save' }));
  expect(fake.fetched).toEqual([{ message, index: 0, fileName: 'IMG_0042.mov' }]);
  act(() => fake.emit('messages.downloading', { message, index: 0, bytes: 10_485_760 }));
  expect(row('IMG_0042.mov').getByText('10 MB of about 30 MB')).toBeTruthy();
  const bar = row('IMG_0042.mov').getByRole<HTMLProgressElement>('progressbar', { name: 'Fetching from the server' });
  expect(bar.getAttribute('value')).toBe('10485760');
  // one at a time
  expect(row('note.txt').getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);
  act(() => fake.settle(true));
  expect(await screen.findByText(/IMG_0042\.mov.*saved|saved.*IMG_0042\.mov/i)).toBeTruthy();
  expect(row('IMG_0042.mov').getByRole('button', { name: 'Save' })).toBeTruthy();
  // its bytes never pass through the window
  expect(calls('messages.attachment')).toEqual([]);
});

it('Cancel stops it, and nothing is said to be saved', async () => {
  const { fake, user, message, calls } = await openLarge();
  await user.click(row('IMG_0042.mov').getByRole('button', { name: 'Save' }));
  await user.click(row('IMG_0042.mov').getByRole('button', { name: 'Cancel' }));
  expect(calls('messages.cancelDownload')).toEqual([{ message, index: 0 }]);
  act(() => fake.settle(false));
  await waitFor(() => expect(row('IMG_0042.mov').getByRole('button', { name: 'Save' })).toBeTruthy());
  expect(screen.queryByText(/saved/i)).toBeNull();
});

it('a message that is gone from the server is said in words', async () => {
  const { fake, user } = await openLarge();
  await user.click(row('IMG_0042.mov').getByRole('button', { name: 'Save' }));
  act(() => fake.settle(new SportelloError('message-gone', 'It is gone.', { action: 'Ask for it again.' })));
  expect(await screen.findByText('The message is no longer on the mail server.')).toBeTruthy();
});

it('the original says that it is not the whole message, and offers that', async () => {
  const { fake, user, message } = await openLarge();
  fake.answer({ 'messages.raw': () => ({ text: 'Subject: Il video\r\n\r\nEcco il video.', wholeSize: 41_943_040 }) });
  await user.click(screen.getByRole('button', { name: /^Show original/ }));
  expect(await screen.findByText('Only the text is here: the whole message (40 MB) is on the server.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Save the whole message' }));
  expect(fake.fetched).toEqual([{ message, index: null, fileName: 'Il video.eml' }]);
});

it('the original of any other message says nothing of the kind', async () => {
  const { user } = await openDesk();
  await user.click(screen.getByRole('button', { name: /^Show original/ }));
  expect(await screen.findByText(/From: Giulia Ferri/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Save the whole message' })).toBeNull();
});
