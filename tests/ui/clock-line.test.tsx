import { cleanup, renderHook, screen, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { startI18n } from '../../renderer/i18n/i18n';
import { WordsProvider, useWords } from '../../renderer/i18n/use-words';
import type { Words } from '../../renderer/i18n/use-words';
import { clockSentence } from '../../renderer/tickets/clock-line';
import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import type { ReplyLanguage } from '../../shared/domain/intent';
import type { Debtor } from '../../shared/domain/ticket';
import { DUE_KINDS } from '../../shared/domain/ticket-clocks';
import type { TicketClock } from '../../shared/domain/ticket-clocks';
import { openDesk } from './render-desk';

afterEach(cleanup);

const HOUR = 3_600_000;
/** Ages in the window go by the machine's own time. */
const NOW = Date.now();

function clock(debtor: Debtor, kind: (typeof DUE_KINDS)[number], at: number): TicketClock {
  return {
    debtor,
    since: at - 30 * HOUR,
    due: { kind, at },
    breachedAt: null,
    silence: kind === 'reminder' ? { remindAt: at, closeAt: at + 7 * 24 * HOUR } : null,
  };
}

describe('the sentence of a clock', () => {
  it.each(REPLY_LANGUAGES)('is there in %s for everything that falls due, before and after', async (language) => {
    const words = await wordsOf(language);
    for (const kind of DUE_KINDS) {
      for (const at of [NOW + HOUR, NOW - HOUR]) {
        const sentence = clockSentence(words, clock('us', kind, at), NOW);
        expect(sentence).not.toMatch(/clock\.|\{\{|undefined/);
        expect(sentence.length).toBeGreaterThan(10);
      }
    }
    const waiting = { debtor: 'hotmart', since: NOW, due: null, breachedAt: null, silence: null } as const;
    expect(clockSentence(words, waiting, NOW)).toContain('Hotmart');
    expect(clockSentence(words, { ...waiting, debtor: 'us' }, NOW)).toBe('');
  });

  it('tells the hour of what is near and the day of what is far, and how late it is', async () => {
    const words = await wordsOf('en');
    const say = (at: number) => clockSentence(words, clock('us', 'first-answer', at), NOW);
    expect(say(NOW + 2 * HOUR)).toMatch(/^We owe the first answer by \d\d:\d\d$/);
    expect(say(NOW + 72 * HOUR)).toMatch(/^We owe the first answer by \d+ \w+,? /);
    expect(say(NOW - 2 * HOUR)).toMatch(/^First answer overdue by 2h$/);
    expect(say(NOW)).toMatch(/^First answer overdue by 1m$/);
  });
});

describe('the desk', () => {
  it('marks the rows of broken promises and of customers to remind, and says what is due in the open ticket', async () => {
    const opened = await openDesk();
    const ids = screen
      .getAllByRole('option')
      .slice(0, 3)
      .map((row) => row.dataset['ticket'] ?? '');
    const clocks: Readonly<Record<string, TicketClock>> = {
      [ids[0] ?? '']: clock('us', 'first-answer', NOW - 2 * HOUR),
      [ids[1] ?? '']: clock('customer', 'reminder', NOW - HOUR),
      [ids[2] ?? '']: clock('us', 'resolution', NOW + 72 * HOUR),
    };
    const views = ids.map((id) => opened.fake.ticket(id));
    opened.fake.answer({
      'tickets.page': ({ offset }) => ({
        total: views.length,
        offset,
        rows: views.map(({ row }) => ({ ...row, clock: clocks[row.id] ?? null })),
      }),
      'tickets.open': ({ ticket }) => {
        const view = opened.fake.ticket(ticket);
        return { ...view, row: { ...view.row, clock: clocks[ticket] ?? null } };
      },
    });
    opened.fake.emit('tickets.changed', { tickets: null });
    const list = within(screen.getByRole('listbox', { name: 'Tickets' }));
    expect((await list.findByText('Overdue')).closest('[role=option]')?.getAttribute('data-ticket')).toBe(ids[0]);
    expect(list.getByText('Remind').closest('[role=option]')?.getAttribute('data-ticket')).toBe(ids[1]);
    expect(list.queryAllByText(/^(Overdue|Remind)$/)).toHaveLength(2);

    const conversation = within(screen.getByRole('region', { name: 'Conversation' }));
    await opened.user.click(list.getAllByRole('option')[0] ?? document.body);
    expect(await conversation.findByText('First answer overdue by 2h')).toBeTruthy();
    await opened.user.click(list.getAllByRole('option')[2] ?? document.body);
    expect(await conversation.findByText(/^We owe the resolution by/)).toBeTruthy();
  });
});

async function wordsOf(language: ReplyLanguage): Promise<Words> {
  const i18n = await startI18n(language);
  const wrapper = (props: { readonly children: ReactNode }) => (
    <WordsProvider interfaceWords={i18n} keys={new Map()}>
      {props.children}
    </WordsProvider>
  );
  return renderHook(() => useWords(), { wrapper }).result.current;
}
