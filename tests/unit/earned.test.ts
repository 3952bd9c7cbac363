import { describe, expect, it } from 'vitest';
import {
  compareTexts,
  countAgreement,
  DEFAULT_BAR,
  REPLYING_DECISIONS,
  shippedShare,
  standingOf,
} from '../../shared/domain/earned';
import type { SuggestionCase } from '../../shared/domain/earned';

const NOW = Date.UTC(2026, 10, 26, 12);

function settled(change: Partial<SuggestionCase> = {}): SuggestionCase {
  return {
    decision: 'club.first-access',
    agreement: 'as-suggested',
    secondMail: false,
    foundWrong: false,
    ...change,
  };
}

const shareOf = (...cases: SuggestionCase[]) => countAgreement(cases).get('club.first-access');

describe('what counts as agreement (casework.md, "Green")', () => {
  it('is a text sent as it was, or with small edits, with no second mail within 7 days', () => {
    expect(shareOf(settled(), settled({ agreement: 'small-edits' }))).toEqual({ right: 2, all: 2 });
  });

  it.each([
    ['another reply was sent', { agreement: 'other-reply' }],
    ['a clue was set right', { agreement: 'corrected' }],
    ['the customer had to write again', { secondMail: true }],
    ['the lead found it wrong', { foundWrong: true }],
  ] as const)('is none where %s', (_, change) => {
    expect(shareOf(settled(change))).toEqual({ right: 0, all: 1 });
  });

  it('a mail that answers our question is what we asked for', () => {
    const asked = settled({ decision: 'ask.purchase-details', secondMail: true });
    expect(countAgreement([asked]).get('ask.purchase-details')).toEqual({ right: 1, all: 1 });
  });

  it('is counted by decision', () => {
    const other = settled({ decision: 'purchase.pending', agreement: 'other-reply' });
    const shares = countAgreement([settled(), settled(), other]);
    expect(shares.get('club.first-access')).toEqual({ right: 2, all: 2 });
    expect(shares.get('purchase.pending')).toEqual({ right: 0, all: 1 });
  });
});

describe('how a sent text compares with the suggested one', () => {
  const text =
    'Ciao Giulia,\n\nl’e-mail di accesso è già partita: cerca "Hotmart" nella posta.\n\n1. Apri il link.\n2. Crea la password.\n\nA presto, Anna';

  it('line ends and blanks are no edit', () => {
    expect(compareTexts(text, text.replace(/\n+/g, '\r\n '))).toBe('as-suggested');
  });

  it('a name, a greeting, a short sentence more are small edits', () => {
    expect(compareTexts(text, text.replace('Ciao Giulia', 'Buongiorno signora Ferri'))).toBe('small-edits');
    expect(compareTexts(text, `${text} e buona serata`)).toBe('small-edits');
  });

  it('a text about another purchase is another reply, however few words differ', () => {
    const facts = ['Pasta', 'https://pasta.club.example'];
    const suggested = `${text} Il tuo corso: Pasta, https://pasta.club.example`;
    const other = suggested.replace('Pasta,', 'Pane,').replace('pasta.club', 'pane.club');
    expect(compareTexts(suggested, other)).toBe('small-edits');
    expect(compareTexts(suggested, other, facts)).toBe('other-reply');
    expect(compareTexts(suggested, `${suggested} Ciao`, facts)).toBe('small-edits');
    // What the suggested text keeps to itself need not be in the sent one.
    expect(compareTexts(text, `${text} Ciao`, facts)).toBe('small-edits');
  });

  it('another text is another reply, and so is a text where nothing was suggested', () => {
    expect(compareTexts(text, 'Ti ho scritto in privato, guarda la posta.')).toBe('other-reply');
    expect(compareTexts(text, `${text} ${text}`)).toBe('other-reply');
    expect(compareTexts('', text)).toBe('other-reply');
  });
});

describe('where a decision stands', () => {
  const bar = { share: 0.95, cases: 30 };
  const nothing = { right: 0, all: 0 };
  const allowance = { by: 'Ines', at: NOW, reason: 'Checked 40 of them by hand' };
  const given = { own: nothing, bar, allowance: null, demo: false };

  it('the bar is 95 % on 30 cases unless the team sets another', () => {
    expect(DEFAULT_BAR).toEqual(bar);
  });

  it.each([
    ['29 of 30 is enough', 29, 30, true],
    ['28 of 30 is not', 28, 30, false],
    ['95 of 100 is enough', 95, 100, true],
    ['94 of 100 is not', 94, 100, false],
  ])('%s', (_, right, all, earned) => {
    expect(standingOf('purchase.pending', { ...given, own: { right, all } })).toMatchObject({
      earned,
      source: 'desk',
      counted: { right, all },
    });
  });

  it('with fewer cases of its own the shipped ones count, and say so', () => {
    for (const decision of REPLYING_DECISIONS) {
      const shipped = shippedShare(decision);
      const standing = standingOf(decision, { ...given, own: { right: 0, all: 29 } });
      expect(standing).toMatchObject({ source: 'shipped', counted: shipped, own: { right: 0, all: 29 } });
      expect(standing.earned).toBe(shipped.all >= 30 && shipped.right / shipped.all >= 0.95);
    }
  });

  it('the shipped cases are counted for every decision that replies', () => {
    expect(REPLYING_DECISIONS.filter((decision) => shippedShare(decision).all === 0)).toEqual([]);
  });

  it('before that a lead may allow it, with a reason; the desk’s own cases beat his word', () => {
    const strict = { ...given, bar: { share: 1, cases: 100 }, allowance };
    expect(standingOf('club.existing-account', strict)).toMatchObject({ earned: true, source: 'allowed', allowance });
    const own = { right: 20, all: 100 };
    expect(standingOf('club.existing-account', { ...strict, own })).toMatchObject({ earned: false, source: 'desk' });
  });

  it('the demo inbox starts with everything allowed', () => {
    expect(standingOf('purchase.pending', { ...given, demo: true })).toMatchObject({ earned: true, source: 'demo' });
  });
});
