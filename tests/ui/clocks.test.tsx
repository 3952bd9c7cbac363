import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_CLOCKS } from '../../shared/domain/clock-settings';
import { openDesk } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const STANDING = { ...DEFAULT_CLOCKS, timeZone: 'Europe/Rome' };

async function openClocks(opened: Opened) {
  await opened.user.click(
    within(screen.getByRole('navigation', { name: 'Queues' })).getByRole('link', { name: /Settings/ }),
  );
  const card = within(await screen.findByRole('region', { name: 'Hours and clocks' }));
  await card.findByRole('textbox', { name: 'Monday' });
  return card;
}

describe('the team’s hours and clocks in Settings', () => {
  it('take hours as people write them, a country with its region, and the limits', async () => {
    const opened = await openDesk();
    const { user } = opened;
    const card = await openClocks(opened);
    expect(card.getByRole<HTMLInputElement>('textbox', { name: 'Monday' }).value).toBe('09:00–13:00, 14:00–18:00');
    await user.type(card.getByRole('textbox', { name: 'Saturday' }), '9-12.30');
    await user.selectOptions(card.getByRole('combobox', { name: 'Public holidays of' }), 'Brazil');
    await user.selectOptions(card.getByRole('combobox', { name: 'Region' }), 'São Paulo');
    await user.selectOptions(card.getByRole('combobox', { name: 'Time zone' }), 'America/Sao_Paulo');
    const first = card.getByRole('textbox', { name: 'First answer within hours' });
    await user.clear(first);
    await user.type(first, '4');
    await user.click(card.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(opened.calls('clocks.save')).toEqual([
        {
          clocks: {
            ...STANDING,
            timeZone: 'America/Sao_Paulo',
            week: { ...STANDING.week, sat: [{ from: '09:00', to: '12:30' }] },
            holidays: { country: 'BR', region: 'SP' },
            firstAnswerHours: 4,
          },
        },
      ]),
    );
    expect(card.getByRole<HTMLInputElement>('textbox', { name: 'Saturday' }).value).toBe('09:00–12:30');
  });

  it.each([
    ['Monday', 'when we feel like it', 'Write hours such as 09:00–13:00, 14:00–18:00, in order.'],
    ['Monday', '18:00–09:00', 'Write hours such as 09:00–13:00, 14:00–18:00, in order.'],
    ['Remind the producer after days', '3, 1', 'The days of reminders have to rise.'],
    ['Remind the producer after days', '1, soon', 'A value is too small, too large or no whole number.'],
    ['Close without an answer after days', '3', 'Closing has to come after the reminder.'],
  ])('say what is wrong with %s "%s", and keep nothing', async (name, text, sentence) => {
    const opened = await openDesk();
    const card = await openClocks(opened);
    const field = card.getByRole('textbox', { name });
    await opened.user.clear(field);
    await opened.user.type(field, text);
    expect((await card.findByRole('alert')).textContent).toBe(sentence);
    expect(card.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);
    await opened.user.type(field, '{Enter}');
    expect(opened.calls('clocks.save')).toEqual([]);
  });

  it('are shown to agents, and changed by leads alone', async () => {
    const opened = await openDesk();
    const status = await opened.fake.world.engine.call('desk.status', {});
    const member = { name: 'Anna', email: 'anna@corsi.example', role: 'agent' as const };
    opened.fake.answer({ 'desk.status': () => ({ ...status, member }) });
    opened.fake.emit('desk.status', { ...status, member });
    const card = await openClocks(opened);
    expect(await card.findByText('A lead of the team sets these.')).toBeTruthy();
    expect(card.getByRole<HTMLInputElement>('textbox', { name: 'Monday' }).disabled).toBe(true);
    expect(card.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);
  });
});
