import { describe, expect, it } from 'vitest';
import { foldStatus } from '../../shared/domain/status';

describe("Hotmart's words fold to what the table asks", () => {
  it.each([
    ['active', 'APPROVED COMPLETE COMPLETED Aprovado Aprovada Completo Completa Aprobado Approvato Completato'],
    [
      'pending',
      'WAITING_PAYMENT BILLET_PRINTED PRINTED_BILLET PROCESSING_TRANSACTION UNDER_ANALISYS UNDER_ANALYSIS STARTED PRE_ORDER DELAYED OVERDUE Atrasado',
    ],
    [
      'inactive',
      'REFUNDED PARTIALLY_REFUNDED CANCELLED CANCELED CHARGEBACK PROTESTED DISPUTE EXPIRED BLOCKED NO_FUNDS Reembolsado Rimborsato Cancelado Expirado Recusado Reclamado',
    ],
    ['unknown', 'IN_MEDIATION_X GIFT constructor __proto__'],
  ])('%s', (status, words) => {
    for (const word of words.split(' ')) expect([word, foldStatus(word)]).toEqual([word, status]);
  });

  it.each([
    ['Aguardando pagamento', 'pending'],
    ['In attesa di pagamento', 'pending'],
    ['Esperando pago', 'pending'],
    ['Parcialmente reembolsado(a)', 'inactive'],
    ['Cancelado(a)', 'inactive'],
    ['No funds', 'inactive'],
    ['pre-order', 'pending'],
    [' complete ', 'active'],
    ['', 'unknown'],
  ])('%j is %s', (word, status) => {
    expect(foldStatus(word)).toBe(status);
  });
});
