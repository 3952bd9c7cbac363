import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { finishedSearch } from '../../renderer/tickets/finished-search';
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

describe('a filter that is not finished yet', () => {
  it('leaves the rows that are there: nothing is asked for before its value stands in full', async () => {
    const opened = await openDesk();
    const rows = () => within(screen.getByRole('listbox', { name: 'Tickets' })).getAllByRole('option').length;
    const before = rows();
    await search(opened, 'is:unr');
    expect(rows()).toBe(before);
    await opened.user.type(box(), 'ead');
    await waitFor(() => expect(opened.calls('tickets.search')).not.toEqual([]));
    expect(opened.calls('tickets.search').map(({ query }) => query)).toEqual(['is:unread']);
  });

  it.each([
    ['is:', ''],
    ['corso is:un', 'corso'],
    ['corso -has:', 'corso'],
    ['from:', ''],
    ['is:maybe', 'is:maybe'],
    ['is:unread', 'is:unread'],
    ['is:nao-lido', 'is:nao-lido'],
    ['is:concluido', 'is:concluido'],
    ['is:mio', 'is:mio'],
    ['is:espera', 'is:espera'],
    ['has:nota', 'has:nota'],
    ['corso from:gi', 'corso from:gi'],
  ])('%s asks for “%s”', (typed, asked) => {
    expect(finishedSearch(typed)).toBe(asked);
  });
});

describe('answers', () => {
  it('to an earlier query that come late are not shown', async () => {
    const late: (() => void)[] = [];
    const opened = await openDesk({
      prepare: (fake) => {
        const { engine } = fake.world;
        const answers = engine.call.bind(engine);
        const held: typeof engine.call = async (method, params) => {
          const answer = await answers(method, params);
          if (method === 'tickets.search' && (params as { readonly query: string }).query === 'giulia') {
            await new Promise<void>((resolve) => late.push(resolve));
          }
          return answer;
        };
        Object.assign(engine, { call: held });
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

describe('filters are proposed as one types', () => {
  const proposals = () =>
    within(screen.getByRole('listbox', { name: 'Suggested filters' }))
      .getAllByRole('option')
      .map((option) => option.querySelector('b')?.textContent);
  const isClosed = () => screen.queryByRole('listbox', { name: 'Suggested filters' }) === null;

  it('by their names in any of the four languages, those of the interface first', async () => {
    const opened = await openDesk();
    await search(opened, 'corso de');
    expect(proposals()).toEqual(['decision:', 'de:', 'depois:']);
  });

  it('the arrows choose, Enter takes, and the values of the filter come next; the focus never leaves the box', async () => {
    const opened = await openDesk();
    await search(opened, 'corso ha');
    expect(proposals()).toEqual(['has:']);
    await opened.user.keyboard('{ArrowDown}');
    const option = screen.getByRole('option', { name: /^has:/, selected: true });
    expect(box().getAttribute('aria-activedescendant')).toBe(option.id);
    expect(box().getAttribute('aria-controls')).toBe(option.parentElement?.id);
    await opened.user.keyboard('{Enter}');
    expect(box().value).toBe('corso has:');
    expect(proposals()).toEqual(['attachment', 'draft', 'note']);
    await opened.user.keyboard('{ArrowUp}{Tab}');
    expect(box().value).toBe('corso has:note ');
    expect(isClosed()).toBe(true);
    expect(document.activeElement).toBe(box());
    await opened.user.keyboard('x');
    expect(box().value).toBe('corso has:note x');
  });

  it('Enter without a choice goes to the tickets that were found, Tab goes on', async () => {
    const opened = await openDesk();
    await search(opened, 'is:un');
    expect(proposals()).toEqual(['unread', 'unclaimed']);
    await opened.user.keyboard('{Enter}');
    expect(box().value).toBe('is:un');
    expect(document.activeElement).toBe(screen.getByRole('listbox', { name: 'Tickets' }));
    expect(isClosed()).toBe(true);
    await search(opened, 'r');
    await opened.user.tab();
    expect(box().value).toBe('is:unr');
    expect(document.activeElement).not.toBe(box());
  });

  it('Escape closes the list first and clears the box next', async () => {
    const opened = await openDesk();
    await search(opened, 'is:un');
    await opened.user.keyboard('{ArrowDown}{Escape}');
    expect([isClosed(), box().value, document.activeElement === box()]).toEqual([true, 'is:un', true]);
    await opened.user.keyboard('{Escape}');
    expect(box().value).toBe('');
  });

  it('labels, products and colleagues by what they are called, quoted where the name has blanks', async () => {
    const opened = await openDesk();
    await outside(async () => {
      await opened.fake.world.engine.call('labels.put', {
        changes: [{ ticket: 'T-1042', add: ['to refund', 'vip'], remove: [] }],
      });
    });
    await search(opened, 'label:ref');
    await waitFor(() => expect(proposals()).toEqual(['"to refund"']));
    await opened.user.keyboard('{ArrowDown}{Enter}assignee:');
    expect(box().value).toBe('label:"to refund" assignee:');
    await waitFor(() => expect(proposals()).toEqual(['me', 'nobody', '"Bruno Neri"', '"Carla Sousa"']));
    await opened.user.keyboard('"Carla S');
    expect(proposals()).toEqual(['"Carla Sousa"']);
    await opened.user.click(screen.getByRole('option', { name: /Carla Sousa/ }));
    expect(box().value).toBe('label:"to refund" assignee:"Carla Sousa" ');
    expect(document.activeElement).toBe(box());
  });

  it('decisions by their name, at most eight; a value that stands there in full is proposed no more', async () => {
    const opened = await openDesk();
    await search(opened, 'decision:');
    expect(proposals()).toHaveLength(8);
    await opened.user.keyboard('password');
    expect(proposals()).toEqual(['club.password-reset']);
    await opened.user.clear(box());
    await search(opened, 'is:unread');
    expect(isClosed()).toBe(true);
  });

  it.each(['a', '"corso fr', 'https:', 'colour:re', 'from:giu'])('nothing is proposed for %s', async (typed) => {
    const opened = await openDesk();
    await search(opened, typed);
    expect(box().value).toBe(typed);
    expect(isClosed()).toBe(true);
  });
});
