import { cleanup, renderHook, screen, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { historySentence } from '../../renderer/case/history-sentence';
import { startI18n } from '../../renderer/i18n/i18n';
import { WordsProvider, useWords } from '../../renderer/i18n/use-words';
import type { Words } from '../../renderer/i18n/use-words';
import { HISTORY_KINDS } from '../../shared/contract/history';
import type { HistoryEntry, HistoryKind } from '../../shared/contract/history';
import { DELIVERY_OUTCOMES } from '../../shared/domain/delivery-report';
import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import { HELD_REASONS } from '../../shared/domain/outbox';
import type { OutboxKind } from '../../shared/domain/outbox';
import { FAKE_NOW } from '../support/fake-tickets';
import { openDesk } from './render-desk';

afterEach(cleanup);

type Detail = HistoryEntry['detail'];

/** Every kind with all shapes that the engine writes of it. */
const WRITTEN: Readonly<Record<HistoryKind, readonly Detail[]>> = {
  'no-answer': [{ from: 'waiting.customer', to: 'done' }],
  created: [{ relatedTo: null }, { relatedTo: 'T-7' }],
  message: [{ direction: 'inbound' }, { direction: 'outbound' }],
  decided: [
    { decision: 'ask.purchase-details', rule: 3, intent: 'access.other', transaction: null, basis: null, identity: 'other', was: null },
    ...['transaction', 'transaction~email', 'email', 'email+product', 'email+active'].map((basis) => ({
      decision: 'club.first-access', rule: 12, intent: 'access.email_missing', transaction: 'HP1771569003', basis, identity: 'buyer', was: 'ignore',
    })),
    { decision: 'ignore', rule: 1, transaction: null, was: null },
  ],
  accepted: [
    { decision: 'club.first-access', macro: 'club.first-access', replies: 1, escalations: 0 },
    { decision: 'producer.contact', macro: 'producer.contact', replies: 1, escalations: 1 },
    { decision: 'producer.contact', macro: null, replies: 0, escalations: 1 },
    { decision: null, macro: 'own.grazie', replies: 1, escalations: 0 },
    { decision: 'club.first-access', macro: 'notice.n1', replies: 1, escalations: 0 },
    { act: 'forwarded', to: 'a@posta.example' },
    { act: 'written', to: 'a@posta.example' },
    { kind: 'reply', again: 'retry' },
  ],
  undone: [{ block: 'b1' }],
  sent: [
    ...(['reply', 'escalation', 'forward'] as const satisfies readonly OutboxKind[]).map((kind) => ({ kind })),
    { kind: 'reply', evidence: 'agent' },
    { kind: 'reply', evidence: 'sent-folder' },
  ],
  'send-failed': [
    { kind: 'reply', reason: 'refused', code: 550 },
    { kind: 'reply', reason: 'unknown' },
    ...HELD_REASONS.map((why) => ({ kind: 'reply', reason: 'held', why })),
    { kind: 'reply', reason: 'held', why: 'taken-over', who: 'Bruno' },
    { kind: 'reply', reason: 'held', why: 'something new' },
  ],
  returned: DELIVERY_OUTCOMES.map((outcome) => ({ kind: 'reply', outcome, code: '5.1.1', to: 'a@posta.example' })),
  machine: [{ mails: 6 }],
  'producer-answered': [{ by: 'person', cases: 1 }, { by: 'machine', cases: 1 }],
  'producer-settled': [{ done: 'yes' }, { done: 'no' }],
  state: [
    { from: 'open', to: 'done', until: null },
    { from: 'open', to: 'snoozed', until: 1_800_000_000_000 },
    { from: 'waiting.customer', to: 'open', why: 'now-matched' },
  ],
  claimed: [{ to: 'Anna', from: null }],
  'taken-over': [{ to: 'Anna', from: 'Bruno' }],
  released: [{ from: 'Anna' }, { from: 'Bruno' }],
  lapsed: [{ from: 'Bruno' }],
  'given-back': [{ to: null }, { to: 'Bruno' }],
  'handed-over': [{ to: null }, { to: 'Bruno' }],
  assigned: [{ to: null }, { to: 'Bruno' }],
  note: [{}],
  corrected: [
    { field: 'intent', before: 'other', after: 'access.link' },
    { field: 'transaction', before: null, after: 'HP1771569003' },
    { field: 'delivery', before: 'club', after: null },
    { field: 'refused', before: 'HP1771569003', after: 'HP1771569003' },
  ],
  labelled: [{ label: 'vip' }],
  unlabelled: [{ label: 'vip' }],
  reviewed: [{}, { word: 'ok' }],
  unreviewed: [{}],
  'case-joined': [{ ticket: 'T-7' }],
  'case-parted': [{ ticket: 'T-7' }],
  'case-undone': [{ ticket: 'T-7', was: 'joined' }, { ticket: 'T-7', was: 'parted' }],
  'case-closed': [{ answered: 'T-7', from: 'open' }],
  spam: [{ from: 'open' }],
  'sender-blocked': [{ address: 'a@posta.example', from: 'open' }],
  'sender-unblocked': [{ address: 'a@posta.example' }],
  filed: [{ reason: 'blocked-sender', address: 'a@posta.example' }],
  'put-back': [{ from: 'ignored', to: 'open' }],
  'notice-ended': [{ from: 'snoozed', to: 'open' }],
  linked: [{ ticket: 'T-7' }],
  moved: [{ to: 'junk' }, { to: 'inbox' }],
  ruled: [
    { product: '501', delivery: 'club' },
    { word: 'IN_ORBIT', status: 'active' },
  ],
  erased: [{}],
  report: [
    { state: 'done', added: 3, changed: 1, refused: 0 },
    { state: 'failed', added: 0, changed: 0, refused: 0 },
  ],
}; // prettier-ignore

const entry = (kind: HistoryKind, detail: Detail): HistoryEntry => ({ at: 0, actor: 'Anna', kind, detail });

describe.each(REPLY_LANGUAGES)('the history in %s', (language) => {
  let words: Words;
  beforeEach(async () => {
    const i18n = await startI18n(language);
    const wrapper = (props: { readonly children: ReactNode }) => (
      <WordsProvider interfaceWords={i18n} keys={new Map()}>
        {props.children}
      </WordsProvider>
    );
    words = renderHook(() => useWords(), { wrapper }).result.current;
  });

  it.each(HISTORY_KINDS)('has a whole sentence for every shape of "%s"', (kind) => {
    expect(WRITTEN[kind].length).toBeGreaterThan(0);
    for (const detail of WRITTEN[kind]) {
      const { text, evidence } = historySentence(words, entry(kind, detail));
      for (const said of [text, ...evidence]) {
        // A key without words comes out as itself, a value that is missing as its braces or as nothing.
        expect([said, /(?:history|held|returned|identity)\.|\{\{|undefined|\bnull\b/.test(said)]).toEqual([
          said,
          false,
        ]);
        expect(said.trim()).toBe(said);
        expect(said).not.toBe('');
        expect(said).not.toMatch(/: ?$|→ ?$|“”|«»/);
      }
    }
  });
});

describe('the history region', () => {
  it('says what was decided on which clue, row and purchase, and who did what', async () => {
    await openDesk({
      prepare: (fake) => {
        const view = fake.ticket('T-1042');
        const detail = { decision: 'club.first-access', rule: 12, intent: 'access.email_missing', transaction: 'HP1771569003', basis: 'transaction', identity: 'buyer', was: null }; // prettier-ignore
        fake.answer({
          'tickets.open': ({ ticket }) => ({
            ...fake.ticket(ticket),
            history: [
              ...view.history,
              { at: FAKE_NOW, actor: 'desk', kind: 'decided', detail },
              { at: FAKE_NOW, actor: 'Bruno', kind: 'labelled', detail: { label: 'vip' } },
            ],
          }),
        });
      },
    });
    const history = within(screen.getByRole('region', { name: 'History' }));
    const lines = history.getAllByRole('listitem').map((line) => line.textContent);
    expect(lines[0]).toMatch(/Label “vip” put on.*Bruno$/);
    expect(lines[1]).toMatch(
      /Decided: Club · first access, row 12 asks: Access e-mail missing · HP1771569003, by its number · Sender is the buyer by itself$/,
    );
  });
});
