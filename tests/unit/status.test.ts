import { describe, expect, it } from 'vitest';
import type { PurchaseStatus } from '../../shared/domain/purchase';
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
      'REFUNDED PARTIALLY_REFUNDED CANCELLED CANCELED CHARGEBACK PROTESTED DISPUTE EXPIRED BLOCKED NO_FUNDS Reembolsado Rimborsato Cancelado Expirado Reclamado',
    ],
    ['unknown', 'IN_MEDIATION_X GIFT Recusado Recusada Rechazado Rifiutato REFUSED constructor __proto__'],
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

  /** Every word of reference/hotmart.md: the API's 17, the webhook's, other importers', the exports' labels and roots. */
  it.each<[PurchaseStatus, readonly string[]]>([
    [
      'active',
      [
        'APPROVED',
        'COMPLETE',
        'COMPLETED',
        'Aprovado',
        'Aprovada',
        'Completo',
        'Completa',
        'Aprovado(a)',
        'Completo(a)',
        'Aprobado',
        'Aprobada',
        'Completado',
        'Completada',
        'Approved',
        'Approvato',
        'Completato',
      ],
    ],
    [
      'pending',
      [
        'WAITING_PAYMENT',
        'PRINTED_BILLET',
        'BILLET_PRINTED',
        'PROCESSING_TRANSACTION',
        'UNDER_ANALISYS',
        'STARTED',
        'PRE_ORDER',
        'OVERDUE',
        'DELAYED',
        'DLOCAL_ANALYSIS',
        'UNDER_ANALYSIS',
        'Aguardando pagamento',
        'Atrasado',
        'Atrasada',
        'Boleto impresso',
        'Em análise',
        'Iniciado',
        'Pré-venda',
        'Esperando pago',
        'En análisis',
        'Iniciado',
        'Iniciada',
        'Vencido',
        'Vencida',
        'Retrasado',
        'In attesa di pagamento',
        'In analisi',
        'Iniziato',
        'In ritardo',
        'Preordine',
      ],
    ],
    [
      'inactive',
      [
        'BLOCKED',
        'CANCELLED',
        'CANCELED',
        'CHARGEBACK',
        'EXPIRED',
        'NO_FUNDS',
        'PARTIALLY_REFUNDED',
        'PROTESTED',
        'REFUNDED',
        'DISPUTE',
        'Cancelado',
        'Reembolsado',
        'Expirado',
        'Disputa',
        'Reclamado',
        'Protesto',
        'Chargeback',
        'Estorno',
        'Cancelada',
        'Reembolsada',
        'Expirada',
        'Reclamada',
        'Parcialmente reembolsado',
        'Bloqueado',
        'Contracargo',
        'En disputa',
        'Sin fondos',
        'Caducado',
        'Rimborsato',
        'Annullato',
        'Scaduto',
        'Bloccato',
        'Parzialmente rimborsato',
        'Contestato',
        'Fondi insufficienti',
      ],
    ],
  ])('%s, however they are spelt', (status, words) => {
    const spelt = (word: string) => [
      word,
      word.toUpperCase(),
      word.toLowerCase(),
      ` ${word} `,
      word.replace(/[ _-]/g, '_'),
      word.replace(/[ _-]/g, '-'),
      word.replace(/[ _-]/g, ''),
      word.normalize('NFD'),
      word.normalize('NFD').replace(/\p{M}/gu, ''),
    ];
    const wrong = words.flatMap(spelt).filter((word) => foldStatus(word) !== status);
    expect(wrong).toEqual([]);
  });

  it('never guesses: a word that only begins, ends or looks like one is unknown', () => {
    for (const word of ['APPROVE', 'NOT_APPROVED', 'COMPLETELY', 'REFUND_REQUESTED', 'aprov', 'パス', 'PAID?', '42']) {
      expect([word, foldStatus(word)]).toEqual([word, 'unknown']);
    }
  });
});
