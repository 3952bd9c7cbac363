import type { PurchaseStatus } from './purchase';

/** What a word of Hotmart says of a sale, in whatever language and spelling it came: each has its own plain sentence. */
export const STATUS_MEANINGS = [
  'approved',
  'complete',
  'waiting-payment',
  'billet',
  'processing',
  'analysis',
  'started',
  'pre-order',
  'overdue',
  'refunded',
  'partly-refunded',
  'cancelled',
  'chargeback',
  'disputed',
  'expired',
  'blocked',
  'no-funds',
] as const;
export type StatusMeaning = (typeof STATUS_MEANINGS)[number];

/** Which status of domain.md each meaning is, and its words. */
type Meaning = { readonly status: Exclude<PurchaseStatus, 'unknown'>; readonly words: string };

/**
 * Hotmart's own words in every spelling found: API, webhook, export, in it, pt, es, en (reference/hotmart.md §2–§4).
 * Folded: lower case, no accents, no separators, gendered endings listed. A card that was refused ("Recusado") is not
 * among domain.md's words: it stays unknown, until a person says once what it means.
 */
const MEANINGS: Readonly<Record<StatusMeaning, Meaning>> = {
  approved: {
    status: 'active',
    words: `approved active aprovado aprovada ativo ativa aprobado aprobada activo activa approvato approvata attivo
      attiva`,
  },
  complete: {
    status: 'active',
    words: `complete completed completo completa concluido concluida completado completada completato completata concluso
      conclusa`,
  },
  'waiting-payment': {
    status: 'pending',
    words: `waitingpayment awaitingpayment pendingpayment pending aguardandopagamento pagamentopendente pendente
      esperandopago esperandoelpago esperandopagamento pagopendiente pendientedepago pendiente inattesadipagamento
      attesapagamento inattesadelpagamento inattesa pagamentoinattesa`,
  },
  billet: {
    status: 'pending',
    words: 'billetprinted printedbillet boletoimpresso boletogerado boletoimpreso bollettinostampato boletostampato',
  },
  processing: {
    status: 'pending',
    words: `processing processingtransaction processando processandotransacao emprocessamento procesando
      procesandotransaccion enproceso inelaborazione elaborazione elaborazionetransazione transazioneinelaborazione`,
  },
  analysis: {
    status: 'pending',
    words: `underanalisys underanalysis dlocalanalysis inanalysis emanalise sobanalise enanalisis bajoanalisis inanalisi
      sottoanalisi`,
  },
  started: { status: 'pending', words: 'started iniciado iniciada iniciou avviato avviata iniziato iniziata' },
  'pre-order': {
    status: 'pending',
    words: 'preorder presale preencomenda prevenda precompra preventa preorden preordine prevendita',
  },
  overdue: {
    status: 'pending',
    words: `delayed overdue late atrasado atrasada vencido vencida ematraso inadimplente retrasado retrasada conretraso
      atrasadopago inritardo ritardato ritardata scadutopagamento`,
  },
  refunded: {
    status: 'inactive',
    words: `refunded reembolsado reembolsada estornado estornada estorno devuelto devuelta rimborsato rimborsata storno
      stornato stornata`,
  },
  'partly-refunded': {
    status: 'inactive',
    words: `partiallyrefunded partialrefund refundedpartially parcialmentereembolsado parcialmentereembolsada
      reembolsadoparcialmente reembolsadaparcialmente reembolsoparcial parzialmenterimborsato parzialmenterimborsata
      rimborsatoparzialmente rimborsoparziale`,
  },
  cancelled: {
    status: 'inactive',
    words: `cancelled canceled cancelledbybuyer cancelledbycustomer cancelledbyseller cancelledbyadmin cancelado cancelada
      anulado anulada annullato annullata cancellato cancellata`,
  },
  chargeback: { status: 'inactive', words: 'chargeback chargedback contracargo cargodevuelto riaddebito' },
  disputed: {
    status: 'inactive',
    words: `protested protest dispute disputed indispute reclamado reclamada disputa emdisputa protestado protestada protesto
      enreclamacion reclamo reclamacion endisputa contestato contestata contestazione indisputa incontestazione`,
  },
  expired: {
    status: 'inactive',
    words: 'expired expirado expirada caducado caducada vencidoexpirado scaduto scaduta',
  },
  blocked: { status: 'inactive', words: 'blocked bloqueado bloqueada bloccato bloccata' },
  'no-funds': {
    status: 'inactive',
    words: `nofunds nofund insufficientfunds semfundos semsaldo saldoinsuficiente sinfondos fondosinsuficientes
      fondiinsufficienti senzafondi saldoinsufficiente`,
  },
};

const FOLDED: ReadonlyMap<string, StatusMeaning> = new Map(
  STATUS_MEANINGS.flatMap((meaning) =>
    MEANINGS[meaning].words
      .trim()
      .split(/\s+/)
      .map((word) => [word, meaning] as const),
  ),
);

/** What Hotmart's word says of a sale; null for a word that nobody has seen yet: it is shown as it is. */
export function meaningOf(word: string): StatusMeaning | null {
  return FOLDED.get(foldWord(word)) ?? null;
}

/** Hotmart's word for a sale's state, any case and spelling, as domain.md folds it; any other word is `unknown`. */
export function foldStatus(word: string): PurchaseStatus {
  const meaning = meaningOf(word);
  return meaning === null ? 'unknown' : MEANINGS[meaning].status;
}

/** A status word as one key: lower case, no accents, no separators, without the endings `(a)` and `(o)`. */
export function foldWord(word: string): string {
  return word
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\((?:a|o|as|os)\)/g, '')
    .replace(/[^a-z]/g, '');
}
