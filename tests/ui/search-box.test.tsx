import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { openDesk, outside } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const box = () => screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search tickets' });

/** Types into the search box as `user.type` does, filter signs taken as they are. */
async function search(opened: Opened, typed: string): Promise<void> {
  await opened.user.click(box());
  await opened.user.type(box(), typed);
}

describe('what was not understood of a query', () => {
  it.each([
    ['colour:red', 'There is no filter “colour:”, so it is searched as text.'],
    ['is:maybe', '“is:maybe” was not understood, so it is searched as text.'],
    ['corso from: ', 'Nothing stands behind “from:”, so it is left out.'],
  ])('%s is said under the box', async (typed, sentence) => {
    const opened = await openDesk();
    await search(opened, typed);
    expect((await screen.findByText(sentence)).closest('[aria-live="polite"]')).not.toBeNull();
  });

  it('is nothing for filters and words that are understood', async () => {
    const opened = await openDesk();
    await search(opened, 'corso is:unread after:yesterday Re: https://a.example ');
    expect(document.querySelector('.search-notes')?.textContent).toBe('');
  });
});

describe('answers', () => {
  it('to an earlier query that come late are not shown', async () => {
    const late: (() => void)[] = [];
    const opened = await openDesk({
      prepare: (fake) => {
        const { call } = fake.world.engine;
        const held: typeof call = async (method, params) => {
          const answer = await call(method, params);
          if (method === 'tickets.search' && (params as { readonly query: string }).query === 'giulia') {
            await new Promise<void>((resolve) => late.push(resolve));
          }
          return answer;
        };
        Object.assign(fake.world.engine, { call: held });
      },
    });
    await search(opened, 'giulia');
    await waitFor(() => expect(late).toHaveLength(1));
    await opened.user.clear(box());
    await search(opened, 'nobody-is-called-so');
    expect(await screen.findByText('Nothing found.')).toBeTruthy();
    await outside(() => late.forEach((answer) => answer()));
    const list = within(screen.getByRole('listbox', { name: 'Tickets' }));
    expect(list.queryAllByRole('option')).toEqual([]);
    expect(screen.getByText('Nothing found.')).toBeTruthy();
  });
});
