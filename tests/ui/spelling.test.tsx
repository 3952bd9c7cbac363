import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeInbox } from '../support/fake-inbox';
import { openDesk } from './render-desk';

afterEach(cleanup);

describe('what is written is looked through', () => {
  it('in the ticket’s language, with its people and products as right', async () => {
    const { fake, user } = await openDesk();
    const [first] = fakeInbox();
    await user.click(screen.getByRole('textbox', { name: 'Reply' }));
    const choice = fake.spelled.at(-1);
    expect(choice?.language).toBe(first?.row.language);
    expect(choice?.known).toContain(first?.row.requesterName);
    expect(choice?.known).toContain(first?.case?.match.purchase?.productName);
  });

  it('in the interface’s language where it is a note', async () => {
    const { fake, user } = await openDesk();
    await user.keyboard('n');
    const note = await screen.findByRole('textbox', { name: 'Note' });
    await waitFor(() => expect(document.activeElement).toBe(note));
    expect(fake.spelled.at(-1)?.language).toBe('en');
  });

  it('not where names, numbers and addresses are typed', async () => {
    const { fake, user } = await openDesk();
    await user.click(screen.getByRole('textbox', { name: 'Reply' }));
    await user.click(screen.getByRole('searchbox', { name: 'Search tickets' }));
    expect(fake.spelled.at(-1)).toBeNull();
  });
});

describe('the card in Settings', () => {
  it('switches it off, and keeps the person’s own words, one each', async () => {
    const { fake, user } = await openDesk({ shell: { spelling: { on: true, words: ['Nonnarella'] } } });
    await user.click(
      within(screen.getByRole('navigation', { name: 'Queues' })).getByRole('link', { name: /Settings/ }),
    );
    const card = within(await screen.findByRole('region', { name: 'Spelling' }));
    const own = card.getByRole<HTMLTextAreaElement>('textbox', { name: 'Your own words' });
    expect(own.value).toBe('Nonnarella');
    await user.type(own, '\nPastaCasa, Nonnarella');
    await user.tab();
    await waitFor(() => expect(own.value).toBe('Nonnarella\nPastaCasa'));
    await user.click(card.getByRole('switch', { name: /^Check spelling/ }));
    await waitFor(() => expect(own.disabled).toBe(true));
    expect(own.value).toBe('Nonnarella\nPastaCasa');
    expect(fake.spelled.at(-1)).toBeNull();
  });
});
