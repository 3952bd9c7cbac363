import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { fakeInbox } from '../support/fake-inbox';
import { FAKE_NOW } from '../support/fake-tickets';
import { openDesk } from './render-desk';

afterEach(cleanup);

/** The first ticket of the inbox, answered from another mail program. */
function openAnswered(at: number | null) {
  const [first] = fakeInbox();
  if (!first?.case) throw new Error('The fake inbox has no first case');
  const [suggestion, ...others] = first.case.suggestions;
  if (!suggestion) throw new Error('The first case has no suggestion');
  const gate = { colour: 'amber', reasons: ['answered-outside'] } as const;
  const suggestions = [{ ...suggestion, gate }, ...others];
  const view = { ...first, case: { ...first.case, suggestions, answeredOutside: { at } } };
  return openDesk({
    prepare: (fake) =>
      fake.answer({ 'tickets.open': ({ ticket }) => (ticket === first.row.id ? view : fake.ticket(ticket)) }),
  });
}
const suggestions = () => screen.getByRole('region', { name: 'Suggested replies' });

it('says above the suggestions that somebody answered with another mail program, and when it was seen', async () => {
  await openAnswered(FAKE_NOW);
  await waitFor(() => expect(suggestions().textContent).toMatch(/Answered from another mail program, seen .*\d\d/));
  const notice = within(suggestions()).getByText(/Answered from another/);
  const list = within(suggestions()).getByRole('list');
  expect(notice.compareDocumentPosition(list) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
});

it('names no time where nobody saw it, and its digit only shows the reply with the reason', async () => {
  const opened = await openAnswered(null);
  await within(suggestions()).findByText('Answered from another mail program.');
  await opened.user.keyboard('1');
  await screen.findByText(/Somebody answered this mail from another mail program\./);
  expect(opened.calls('replies.accept')).toEqual([]);
});
