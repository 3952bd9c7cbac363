import { expect, it } from 'vitest';
import { mailboxLabel } from '../../shared/domain/mailbox-label';

it.each([
  ['vendas@corsi.example', ['support@corsi.example'], 'vendas@'],
  ['aiuto@corsi.it', ['aiuto@corsi.pt'], 'aiuto@corsi.it'],
  ['Aiuto@corsi.it', ['aiuto@corsi.pt'], 'Aiuto@corsi.it'],
  ['aiuto@corsi.it', ['aiuto.br@corsi.it'], 'aiuto@'],
])('%s beside %j is called %s', (address, others, label) => {
  expect(mailboxLabel(address, [address, ...others])).toBe(label);
});
