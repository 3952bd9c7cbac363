import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeMail } from '../support/write-mail';
import type { TestMail } from '../support/write-mail';
import { expect, launchDesk, test as plain } from './fixtures';
import { deskPage } from './pages';
import { startTestServers } from './servers';

/** A mail every so often, ms: ten a second. */
const PACE_MS = 100;
/** Tickets that lie there when the desk opens: more than two pages of the list. */
const OLD_TICKETS = 230;
/** The oldest of them write again now and then, so that rows also leave their place far below. */
const WRITES_AGAIN = 4;

/** One window into which ten mails a second come, for all tests of a file. */
export type BusyDesk = {
  readonly page: Page;
  readonly desk: ReturnType<typeof deskPage>;
  /** Has a named customer write; an answer joins its ticket, anything else opens one. */
  readonly deliver: (mail: TestMail | Buffer) => Promise<void>;
  /** Searches for a customer and opens the ticket, as a person would; the list shows what was found. */
  readonly visit: (name: string) => Promise<void>;
  /** Back to the whole Inbox, at its top, with the focus on the list. */
  readonly inbox: () => Promise<void>;
  /** Waits until so many more new tickets are in the Inbox: then mail has come all the time. */
  readonly mailsCome: (count: number) => Promise<void>;
  /** Ends the stream; answers how many tickets there must be then, wherever they are. */
  readonly stopMail: () => Promise<number>;
};

/** An object, because Playwright takes an array in its options for a value with a scope. */
type Guests = { readonly mails: readonly TestMail[] };

export const test = plain.extend<object, { readonly busy: BusyDesk; readonly guests: Guests }>({
  /** Customers that the tests of a file visit: their mails lie there when the desk opens. */
  guests: [{ mails: [] }, { option: true, scope: 'worker' }],
  busy: [
    async ({ guests }, use) => {
      const profileDir = await mkdtemp(join(tmpdir(), 'sportello-focus-'));
      // So long that nothing goes out while the tests look.
      const servers = await startTestServers(profileDir, { team: { undoSeconds: 120 } });
      const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toUTCString();
      await servers.dovecot.deliver(
        Array.from({ length: OLD_TICKETS }, (_, index) => writeMail({ ...old(index), date: minutesAgo(300 - index) })),
      );
      for (const guest of guests.mails) await servers.deliver(guest);
      const running = await launchDesk(profileDir, [], servers.environment);
      const { page } = running;
      const desk = deskPage(page);
      const inboxCount = async (): Promise<number> =>
        Number((await desk.queue('Inbox').locator('span').nth(1).textContent()) ?? 0);
      await expect.poll(inboxCount, { timeout: 45_000 }).toBe(OLD_TICKETS + guests.mails.length);

      let tickets = OLD_TICKETS + guests.mails.length;
      const stream = startStream(async (sequence) => {
        const again = sequence % WRITES_AGAIN === 0 ? sequence / WRITES_AGAIN : OLD_TICKETS;
        if (again < OLD_TICKETS / 4) return servers.deliver({ ...old(again), ...answerTo(again, sequence) });
        tickets += 1;
        return servers.deliver({
          from: `Nuovo ${sequence} <nuovo.${sequence}@posta.example>`,
          id: `nuovo-${sequence}@posta.example`,
        });
      });
      await use({
        page,
        desk,
        deliver: async (mail) => {
          if (Buffer.isBuffer(mail) || mail.inReplyTo === undefined) tickets += 1;
          await (Buffer.isBuffer(mail) ? servers.dovecot.deliver(mail) : servers.deliver(mail));
        },
        visit: async (name) => {
          await page.keyboard.press('Control+f');
          await desk.search.fill(name);
          await desk.ticket(new RegExp(`^${name}`)).click();
          await expect(desk.conversation.locator('header').filter({ hasText: name }).first()).toBeVisible();
        },
        inbox: async () => {
          await page.keyboard.press('Control+f');
          await desk.search.fill('');
          await page.keyboard.press('Enter');
          await expect(desk.tickets).toBeFocused();
          await desk.tickets.evaluate((list) => list.scrollTo({ top: 0 }));
        },
        mailsCome: async (count) => {
          const before = await inboxCount();
          await expect.poll(inboxCount, { intervals: [50] }).toBeGreaterThanOrEqual(before + count);
        },
        stopMail: async () => {
          await stream.stop();
          return tickets;
        },
      });
      await stream.stop();
      await running.close();
      await servers.stop();
      await rm(profileDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

function old(index: number): TestMail {
  return { from: `Cliente ${index} <cliente.${index}@posta.example>`, id: `cliente-${index}@posta.example` };
}

function answerTo(index: number, sequence: number): TestMail {
  return { id: `ancora-${sequence}@posta.example`, inReplyTo: `cliente-${index}@posta.example`, text: 'Novità?' };
}

/** Calls `send` with 0, 1, 2 … at the pace, not slower when one takes long. */
function startStream(send: (sequence: number) => Promise<void>): { readonly stop: () => Promise<void> } {
  const begun = Date.now();
  let sequence = 0;
  let underWay: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    const due: Promise<void>[] = [];
    while (sequence * PACE_MS <= Date.now() - begun) {
      due.push(send(sequence));
      sequence += 1;
    }
    underWay = Promise.all([underWay, ...due]);
  }, PACE_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}

/** What an agent has before the eyes, as one line: where the focus and its caret are, what is selected, which rows stand where. */
export type Watch = {
  /** All different lines since the start; one, if nothing moved. */
  readonly seen: () => Promise<readonly string[]>;
};

/** Looks at the window in each of its frames, right before it is painted. */
export async function watch(
  page: Page,
  parts: readonly ('focus' | 'selection' | 'rows' | 'reading')[],
): Promise<Watch> {
  const handle = await page.evaluateHandle((wanted) => {
    const caret = (field: Element | null): string =>
      field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement
        ? ` ${field.selectionStart}-${field.selectionEnd} ${field.value}`
        : '';
    const look = {
      focus: () => {
        const focused = document.activeElement;
        return `focus ${focused?.getAttribute('aria-label') ?? focused?.tagName}${caret(focused)}`;
      },
      selection: () => {
        const open = document.querySelector('[data-zone="conversation"]')?.getAttribute('data-ticket');
        return `selected ${document.querySelector('[data-zone="list"]')?.getAttribute('aria-activedescendant')} open ${open}`;
      },
      rows: () => {
        const list = document.querySelector('[data-zone="list"]');
        const { top = 0, bottom = 0 } = list?.getBoundingClientRect() ?? {};
        const rows = [...(list?.querySelectorAll('[role="option"]') ?? [])]
          .map((row) => ({ id: row.id, box: row.getBoundingClientRect() }))
          .filter(({ box }) => box.top >= top && box.bottom <= bottom)
          .sort((one, other) => one.box.top - other.box.top);
        return `rows ${rows.map(({ id, box }) => `${id}@${Math.round(box.top - top)}`).join(' ')}`;
      },
      reading: () => {
        const sheet = document.querySelector('.conversation-sheet');
        return `read ${Math.round(sheet?.scrollTop ?? 0)} marked "${String(getSelection())}"`;
      },
    };
    const seen = new Set<string>();
    let frame = 0;
    const sample = (): void => {
      seen.add(wanted.map((part) => look[part]()).join(' · '));
      frame = requestAnimationFrame(sample);
    };
    sample();
    return {
      end: (): readonly string[] => {
        cancelAnimationFrame(frame);
        return [...seen];
      },
    };
  }, parts);
  return { seen: () => handle.evaluate((watching) => watching.end()) };
}

export { expect };
