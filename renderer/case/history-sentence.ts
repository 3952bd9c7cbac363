import { assertNever } from '../../shared/assert';
import type { HistoryEntry } from '../../shared/contract/history';
import { NOTICE_MACRO } from '../../shared/domain/incident';
import type { Words } from '../i18n/use-words';

/** What happened in one sentence, and what it rested on. */
export type HistorySentence = { readonly text: string; readonly evidence: readonly string[] };

/** The sentence of an entry, in the interface's language. Who did it and when stand beside it. */
export function historySentence(words: Words, entry: HistoryEntry): HistorySentence {
  const { kind, detail } = entry;
  const said = (name: string): string => valueOf(words, detail[name]);
  const has = (name: string): boolean => detail[name] !== null && detail[name] !== undefined && detail[name] !== '';
  const plain = (key: string, ...names: readonly string[]): HistorySentence => ({
    text: words.t(`history.${key}`, Object.fromEntries(names.map((name) => [name, said(name)]))),
    evidence: [],
  });
  switch (kind) {
    case 'created':
      return has('relatedTo') ? plain('created.related', 'relatedTo') : plain('created');
    case 'message':
      return plain(detail['direction'] === 'outbound' ? 'message.outbound' : 'message.inbound');
    case 'decided':
      return {
        ...plain('decided', 'decision', 'rule'),
        evidence: [
          ...(has('intent') ? [words.t('history.on.intent', { intent: said('intent') })] : []),
          ...(has('transaction')
            ? [
                has('basis')
                  ? words.t('history.on.purchase', {
                      transaction: said('transaction'),
                      basis: words.t(`history.basis.${detail['basis']}`),
                    })
                  : said('transaction'),
              ]
            : []),
          ...(has('identity') && has('transaction') ? [words.t(`identity.${detail['identity']}`)] : []),
          ...(has('was') && detail['was'] !== detail['decision']
            ? [words.t('history.on.was', { was: said('was') })]
            : []),
        ],
      };
    case 'accepted':
      return acceptedSentence(words, detail, plain);
    case 'undone':
      return plain('undone');
    case 'sent': {
      const sent = plain(`sent.${detail['kind'] ?? 'reply'}`);
      return has('evidence') ? { ...sent, evidence: [words.t(`history.sent-by.${detail['evidence']}`)] } : sent;
    }
    case 'send-failed':
      return failedSentence(words, detail, plain);
    case 'returned':
      return {
        text: words.t('history.returned', { outcome: words.t(`returned.outcome.${detail['outcome']}`) }),
        evidence: [said('to'), ...(has('code') ? [said('code')] : [])].filter((one) => one !== ''),
      };
    case 'machine':
      return plain('machine', 'mails');
    case 'producer-answered': {
      const { by } = detail;
      return plain(by === 'machine' || by === 'thanks' ? `producer-answered.${by}` : 'producer-answered');
    }
    case 'producer-settled':
      return plain(detail['done'] === 'yes' ? 'producer-settled' : 'producer-settled.no');
    case 'state':
      return {
        ...plain('state', 'from', 'to'),
        evidence: [
          ...(typeof detail['until'] === 'number'
            ? [words.t('ticket.snoozed-until', { when: words.moment(detail['until']) })]
            : []),
          ...(has('why') ? [words.t(`history.why.${detail['why']}`)] : []),
        ],
      };
    case 'taken-over':
    case 'released':
    case 'lapsed':
      return has('from') && detail['from'] !== entry.actor ? plain(`${kind}.from`, 'from') : plain(kind);
    case 'given-back':
      return has('to') ? plain('given-back.to', 'to') : plain('given-back');
    case 'assigned':
    case 'handed-over':
      return has('to') ? plain(`${kind}.to`, 'to') : plain(kind);
    case 'corrected':
      return {
        text: words.t('history.corrected', { field: words.t(`history.field.${detail['field']}`) }),
        evidence: [
          words.t('history.on.change', {
            before: has('before') ? said('before') : '–',
            after: has('after') ? said('after') : '–',
          }),
        ],
      };
    case 'labelled':
    case 'unlabelled':
      return plain(kind, 'label');
    case 'reviewed':
      return has('word') ? plain('reviewed.word', 'word') : plain('reviewed');
    case 'case-closed':
      return plain('case-closed', 'answered');
    case 'case-joined':
    case 'case-parted':
      return plain(kind, 'ticket');
    case 'case-undone':
      return plain(`case-undone.${detail['was'] === 'parted' ? 'parted' : 'joined'}`, 'ticket');
    case 'sender-blocked':
    case 'sender-unblocked':
    case 'filed':
      return plain(kind, 'address');
    case 'put-back':
      return plain('put-back', 'from', 'to');
    case 'linked':
      return plain('linked', 'ticket');
    case 'moved':
      return plain('moved', 'to');
    case 'ruled':
      return has('word') ? plain('ruled.status', 'word', 'status') : plain('ruled', 'product', 'delivery');
    case 'report':
      return detail['state'] === 'failed' ? plain('report.failed') : plain('report', 'added', 'changed', 'refused');
    case 'claimed':
    case 'no-answer':
    case 'erased':
    case 'unreviewed':
    case 'note':
    case 'spam':
    case 'notice-ended':
      return plain(kind);
    default:
      return assertNever(kind);
  }
}

type Plain = (key: string, ...names: readonly string[]) => HistorySentence;

function acceptedSentence(words: Words, detail: HistoryEntry['detail'], plain: Plain): HistorySentence {
  if (detail['act'] === 'forwarded') return plain('forwarded', 'to');
  if (detail['act'] === 'written') return plain('written', 'to');
  if (typeof detail['again'] === 'string') return plain('accepted.again');
  const replies = detail['replies'] !== 0;
  const escalates = typeof detail['escalations'] === 'number' && detail['escalations'] > 0;
  const macro = String(detail['macro'] ?? '');
  if (macro.startsWith(NOTICE_MACRO)) return plain('accepted.notice');
  const key = !replies ? 'accepted.escalation' : escalates ? 'accepted.both' : 'accepted';
  const rests = detail['decision'];
  return {
    ...plain(key),
    evidence: [
      ...(typeof rests === 'string' ? [valueOf(words, rests)] : []),
      ...(macro !== '' && macro !== rests ? [words.t('history.on.text', { macro })] : []),
    ],
  };
}

function failedSentence(words: Words, detail: HistoryEntry['detail'], plain: Plain): HistorySentence {
  const { reason, why, who } = detail;
  if (reason === 'refused') return plain('send-failed.refused', 'code');
  if (reason !== 'held') return plain('send-failed');
  const named = `held.${String(why)}`;
  if (typeof who === 'string' && who !== '' && words.has(`${named}.who`)) {
    return { text: words.t(`${named}.who`, { who }), evidence: [] };
  }
  return { text: words.has(named) ? words.t(named) : words.t('held.other', { reason: String(why) }), evidence: [] };
}

/** A value in words: decisions, states, intents, deliveries and queues have names of their own. */
function valueOf(words: Words, value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const named = ['decision', 'state', 'intent', 'queue', 'delivery', 'status-of'].map((group) => `${group}.${value}`);
  const key = named.find((candidate) => words.has(candidate));
  return key === undefined ? value : words.t(key);
}
