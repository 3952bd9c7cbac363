import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { EditedText, MacroLanguage, MacroOverview } from '../../shared/contract/macros';
import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import { complete, completionsAt } from '../../renderer/macros/completion';
import { slugOf } from '../../renderer/macros/new-macro-dialog';
import { cleanup, openDesk } from './render-desk';
import type { Opened } from './render-desk';

const TEXT: EditedText = {
  title: 'Club · first access',
  subject: 'Re: {{ subject }}',
  mailboxSubject: '',
  noSubject: '',
  body: 'Hello {{ link }} {{ purchase_email }}',
};
const MACRO = 'club.first-access';

afterEach(cleanup);

function overview(drafts: ReadonlyMap<string, EditedText>): readonly MacroOverview[] {
  return [MACRO, 'holding', 'frame'].map((macro) => ({
    macro: macro as 'holding',
    titles: { it: macro, pt: macro, es: macro, en: macro === MACRO ? TEXT.title : macro },
    cells: REPLY_LANGUAGES.map((language) => ({
      language,
      version: 0,
      live: 'shipped',
      draft: drafts.has(`${macro}.${language}`),
      problems: 0,
      behind: false,
    })),
  }));
}

/** The page over an engine that keeps drafts; `member` is who sits at the desk. */
async function openMacros(options: { readonly role?: 'agent' | 'lead' } = {}): Promise<Opened> {
  const drafts = new Map<string, EditedText>();
  const opened = await openDesk();
  const { role } = options;
  opened.fake.answer({
    'macros.overview': () => overview(drafts),
    'macros.open': ({ macro }) => ({
      macro,
      tickets: [{ ticket: 'T-1', requester: 'Giulia Ferri', subject: 'Accesso', language: 'it' }],
      languages: REPLY_LANGUAGES.map((language): MacroLanguage => {
        const draft = drafts.get(`${macro}.${language}`);
        return {
          language,
          live: TEXT,
          draft: draft ? { text: draft, by: 'Anna Bruni', at: 0 } : null,
          version: 0,
          versions: [{ version: 0, text: TEXT, by: '', at: null, note: '' }],
          behind: false,
        };
      }),
    }),
    'macros.keepDraft': ({ macro, language, text }) => {
      if (text === null) drafts.delete(`${macro}.${language}`);
      else drafts.set(`${macro}.${language}`, text);
      return { savedAt: 0 };
    },
    'macros.preview': ({ text }) => ({
      problems: text.body.includes('iban')
        ? [{ kind: 'unknown-placeholder', part: 'text', value: 'iban', line: 1 }]
        : [],
      filled: {
        subject: 'Re: x',
        text: `${text.body.replaceAll(/\{\{.*?\}\}/g, '…')} {{ answers_by }}`,
        holes: ['answers_by'],
      },
    }),
    'macros.try': () => ({
      tickets: 42,
      stopped: false,
      texts: [{ macro: MACRO, tickets: 1 }],
      withNewHoles: 1,
      replies: [
        {
          ticket: 'T-7',
          macro: MACRO,
          language: 'en',
          before: { subject: 'Re: x', text: 'Open the link.' },
          after: { subject: 'Re: x', text: 'Open this link.' },
          newHoles: ['answers_by'],
        },
      ],
    }),
    'macros.goLive': ({ drafts: places }) => {
      for (const { macro, language } of places) drafts.delete(`${macro}.${language}`);
      opened.fake.emit('macros.changed', {});
      return { before: places };
    },
    'macros.restore': () => ({ before: [] }),
    'evaluation.stop': () => ({ asked: false }),
  });
  if (role !== undefined) {
    const status = await opened.fake.world.engine.call('desk.status', {});
    const member = { name: 'Anna Bruni', email: 'anna@example.com', role };
    opened.fake.answer({ 'desk.status': () => ({ ...status, member }) });
    opened.fake.emit('desk.status', { ...status, member });
  }
  await opened.user.keyboard('gt');
  await screen.findByRole('textbox', { name: 'Text' });
  return opened;
}

const text = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Text' });

describe('the page of reply texts', () => {
  it('opens by key and shows how each text stands in each language', async () => {
    await openMacros();
    const grid = within(screen.getByRole('grid', { name: 'Macros' }));
    expect(grid.getByRole('button', { name: 'Club · first access, Italian: as shipped' })).toBeTruthy();
    expect(screen.getByRole('tab', { name: /English/ }).getAttribute('aria-selected')).toBe('true');
  });

  it('goes over the grid by arrows', async () => {
    const { user } = await openMacros();
    const at = (name: string) => screen.getByRole('button', { name });
    at('Club · first access, English: as shipped').focus();
    await user.keyboard('{ArrowDown}{ArrowLeft}');
    expect(document.activeElement).toBe(at('holding, Spanish: as shipped'));
    await user.keyboard('{Enter}');
    await waitFor(() =>
      expect(screen.getByRole('tab', { name: /Spanish/ }).getAttribute('aria-selected')).toBe('true'),
    );
  });

  it('completes a placeholder by keys, keeps what is typed as a draft and never as live', async () => {
    const { user, calls } = await openMacros();
    await user.click(text());
    await user.keyboard(' {{{{an');
    expect(screen.getByRole('option', { name: /answers_by/ }).getAttribute('aria-selected')).toBe('true');
    await user.keyboard('{Enter}!');
    expect(text().value).toBe('Hello {{ link }} {{ purchase_email }} {{ answers_by }}!');
    await waitFor(() => expect(calls('macros.keepDraft').at(-1)).toMatchObject({ text: { body: text().value } }));
    expect(calls('macros.goLive')).toEqual([]);
    expect((await screen.findByText('{{ answers_by }}', { selector: 'mark' })).textContent).toBe('{{ answers_by }}');
  });

  it('says what is wrong, with its line, and lets a faulty text not go live', async () => {
    const { user } = await openMacros();
    await user.click(text());
    await user.keyboard('iban');
    expect((await screen.findByRole('list', { name: 'Problems' })).textContent).toContain(
      'Text, line 1: “iban” is no placeholder',
    );
    expect(screen.getByRole('button', { name: 'Try and make live…' }).hasAttribute('disabled')).toBe(true);
  });

  it('shows what would change before it goes live, and takes it back by one undo', async () => {
    const { user, calls } = await openMacros();
    await user.click(text());
    await user.keyboard(' more');
    await waitFor(() => expect(calls('macros.keepDraft')).toHaveLength(1));
    await user.click(screen.getByRole('button', { name: 'Try and make live…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Make drafts live' }));
    await user.click(dialog.getByRole('button', { name: 'Try on the newest 500 tickets' }));
    expect(await dialog.findByText(/42 tickets tried, replies that would change: 1/)).toBeTruthy();
    expect(dialog.getByText(/1 reply would have a missing fact/)).toBeTruthy();
    expect(dialog.getByText('this', { selector: 'ins' })).toBeTruthy();
    await user.type(dialog.getByRole('textbox', { name: 'Why (optional)' }), 'warmer');
    await user.click(dialog.getByRole('button', { name: 'Make 1 text live' }));
    const place = { macro: MACRO, language: 'en', version: 0 };
    await waitFor(() => expect(calls('macros.goLive')).toEqual([{ drafts: [place], note: 'warmer' }]));
    await user.click(await screen.findByRole('button', { name: /^Undo/ }));
    await waitFor(() => expect(calls('macros.restore')).toEqual([{ versions: [place], note: '' }]));
  });

  it('lets an agent of a team read and look, and write nothing', async () => {
    await openMacros({ role: 'agent' });
    await waitFor(() => expect(text().readOnly).toBe(true));
    expect(screen.getByText(/Leads change these texts/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Try and make live…' })).toBeNull();
    expect(screen.getByRole('button', { name: 'New' }).hasAttribute('disabled')).toBe(true);
  });
});

describe('placeholders', () => {
  it('lists values after {{ and conditions after {%, what begins so first', () => {
    const names = (typed: string) => completionsAt(typed, typed.length)?.list.map(({ name }) => name) ?? [];
    expect(names('x {{ prod')).toEqual(['product', 'products', 'producer', 'producer_email', 'producer_words']);
    expect(names('{{em')).toEqual(['purchase_email', 'producer_email', 'claimed_email']);
    expect(names('{% re')).toEqual(['renewal', 'recent', 'reason']);
    expect(names('{{ product }}')).toEqual([]);
    expect(names('{{ xyz')).toEqual([]);
  });

  it('takes the place of what was typed, closing braces included', () => {
    const open = completionsAt('a {{ li }} b', 7);
    const [link] = open?.list ?? [];
    if (!open || !link) throw new Error('nothing to complete');
    expect(complete('a {{ li }} b', 7, open.from, link)).toEqual({ text: 'a {{ link }} b', caret: 12 });
  });

  it('makes an id of a title, as it may stand in the name of a file', () => {
    expect(slugOf('Già pagato: e ora?')).toBe('gia-pagato-e-ora');
    expect(slugOf('¿?')).toBe('');
  });
});
