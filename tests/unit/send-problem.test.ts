import { describe, expect, it } from 'vitest';
import { SEND_PROBLEMS, sendProblemOf } from '../../shared/domain/send-problem';
import type { OutboxState } from '../../shared/domain/outbox';
import en from '../../renderer/i18n/locales/en.json';

describe('why a mail is not out', () => {
  it.each<[string, OutboxState, string, string, string]>([
    ['an address that the server does not know', 'refused', '550', '550 5.1.1 User unknown', 'refused-address'],
    ['the same in words alone', 'refused', '550', 'No such user here', 'refused-address'],
    ['a full mailbox', 'refused', '552', '552 5.2.2 Mailbox full', 'refused-full'],
    ['a full mailbox in words alone', 'refused', '550', 'Mailbox is full', 'refused-full'],
    ['a mail that is too large', 'refused', '552', 'Message is too long', 'refused-size'],
    ['a policy', 'refused', '554', '554 5.7.1 Relay access denied', 'refused-refused'],
    ['anything else that a server refuses', 'refused', '554', '554 Transaction failed', 'refused-other'],
    ['a server that says "not now"', 'failed_before_data', 'smtp-refused', '451 4.7.1 Try later', 'not-now'],
    ['a login', 'queued', 'smtp-auth', '535 5.7.8 Bad credentials', 'login'],
  ])('%s is told with the words of the server', (_what, state, code, text, problem) => {
    expect(sendProblemOf(state, { code, text })).toEqual({ problem, serverSaid: text, technical: '' });
  });

  it.each<[string, OutboxState, string, string, string]>([
    ['a server out of reach', 'failed_before_data', 'smtp-connect', 'connect ECONNREFUSED 10.0.0.1:465', 'unreachable'],
    ['a certificate', 'failed_before_data', 'smtp-certificate', 'self-signed certificate', 'certificate'],
    ['no answer to the end of the mail', 'outcome_unknown', 'outcome-unknown', 'socket closed', 'unknown'],
    ['a copy that is not filed', 'file_failed', 'file-failed', 'The folder is gone', 'not-filed'],
  ])('%s is told without passing the words of a library off as the server’s', (_what, state, code, text, problem) => {
    expect(sendProblemOf(state, { code, text })).toEqual({ problem, serverSaid: '', technical: text });
  });

  it('is said by the code where the server gave no words, and kept whole where the code is not known', () => {
    expect(sendProblemOf('refused', { code: '550', text: '' }).serverSaid).toBe('550');
    expect(sendProblemOf('failed_before_data', { code: 'moon-away', text: 'no moon' })).toEqual({
      problem: 'other',
      serverSaid: '',
      technical: 'moon-away no moon',
    });
  });

  it('has words and something to do for each', () => {
    const keys = SEND_PROBLEMS.flatMap((problem) => [`sending.${problem}`, `sending.${problem}.do`]);
    expect(keys.filter((key) => !(key in en))).toEqual([]);
  });
});
