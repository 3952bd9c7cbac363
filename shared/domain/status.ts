import type { PurchaseStatus } from './purchase';

/**
 * Hotmart's own words in every spelling found: API, webhook, export, in it, pt, es, en (reference/hotmart.md §2–§4).
 * Folded: lower case, no accents, no separators, gendered endings listed. Values are the statuses of domain.md.
 */
const WORDS: Readonly<Record<Exclude<PurchaseStatus, 'unknown'>, string>> = {
  active: `approved complete completed active
    aprovado aprovada completo completa concluido concluida ativo ativa
    aprobado aprobada completado completada activo activa
    approvato approvata completato completata concluso conclusa attivo attiva`,
  pending: `waitingpayment awaitingpayment pendingpayment pending billetprinted printedbillet processing processingtransaction
    underanalisys underanalysis dlocalanalysis inanalysis started preorder presale delayed overdue late
    aguardandopagamento pagamentopendente pendente boletoimpresso boletogerado processando processandotransacao
    emprocessamento emanalise sobanalise iniciado iniciada iniciou preencomenda prevenda precompra atrasado atrasada vencido
    vencida ematraso inadimplente
    esperandopago esperandoelpago esperandopagamento pagopendiente pendientedepago pendiente boletoimpreso procesando
    procesandotransaccion enproceso enanalisis bajoanalisis iniciada preventa preorden retrasado retrasada conretraso
    vencida atrasadopago
    inattesadipagamento attesapagamento inattesadelpagamento inattesa pagamentoinattesa bollettinostampato boletostampato
    inelaborazione elaborazione elaborazionetransazione transazioneinelaborazione inanalisi sottoanalisi avviato avviata
    iniziato iniziata preordine prevendita inritardo ritardato ritardata scadutopagamento`,
  inactive: `refunded partiallyrefunded partialrefund refundedpartially cancelled canceled cancelledbybuyer cancelledbycustomer
    cancelledbyseller cancelledbyadmin chargeback chargedback protested protest dispute disputed indispute expired blocked
    nofunds nofund insufficientfunds refused declined rejected
    reembolsado reembolsada parcialmentereembolsado parcialmentereembolsada reembolsadoparcialmente
    reembolsadaparcialmente reembolsoparcial estornado estornada estorno cancelado cancelada reclamado reclamada disputa
    emdisputa protestado protestada protesto expirado expirada bloqueado bloqueada semfundos semsaldo saldoinsuficiente
    recusado recusada
    contracargo cargodevuelto enreclamacion protestada reclamo reclamacion endisputa caducado caducada vencidoexpirado
    sinfondos fondosinsuficientes rechazado rechazada anulado anulada devuelto devuelta
    rimborsato rimborsata parzialmenterimborsato parzialmenterimborsata rimborsatoparzialmente rimborsoparziale annullato
    annullata cancellato cancellata storno stornato stornata riaddebito contestato contestata contestazione
    indisputa incontestazione scaduto scaduta bloccato bloccata fondiinsufficienti senzafondi saldoinsufficiente rifiutato
    rifiutata`,
};

const FOLDED: ReadonlyMap<string, PurchaseStatus> = new Map(
  Object.entries(WORDS).flatMap(([status, words]) =>
    words
      .trim()
      .split(/\s+/)
      .map((word) => [word, status as PurchaseStatus] as const),
  ),
);

/** Hotmart's word for a sale's state, any case and spelling, as domain.md folds it; any other word is `unknown`. */
export function foldStatus(word: string): PurchaseStatus {
  return FOLDED.get(foldWord(word)) ?? 'unknown';
}

/** A status word as one key: lower case, no accents, no separators, without the endings `(a)` and `(o)`. */
export function foldWord(word: string): string {
  return word
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\((?:a|o|as|os)\)/g, '')
    .replace(/[^a-z]/g, '');
}
