import { SALE_FIELDS } from '../../../../shared/domain/sale-fields';
import type { SaleField } from '../../../../shared/domain/sale-fields';

/** Columns of the canonical `sales.csv`, all of them in its header row. */
export const SALES_COLUMNS = SALE_FIELDS.slice(0, 12);

/**
 * Header names by field, folded by `foldHeader`, the surest first: the canonical ones, then Hotmart's exports, new model and
 * old, in Portuguese, Spanish, English and Italian (reference/hotmart.md §4; Italian ones are translations, none was found).
 */
const NAMES: Readonly<Record<SaleField, readonly string[]>> = {
  transaction: [
    'transaction',
    'codigo da transacao',
    'transacao',
    'codigo de la transaccion',
    'codigo de transaccion',
    'transaccion',
    'transaction code',
    'transaction id',
    'transaction number',
    'codice della transazione',
    'codice transazione',
    'numero della transazione',
    'numero di transazione',
    'transazione',
  ],
  status: [
    'status',
    'status da transacao',
    'estatus de la transaccion',
    'estado de la transaccion',
    'estado de transaccion',
    'transaction status',
    'stato della transazione',
    'stato transazione',
    'status della transazione',
    'estado',
    'stato',
  ],
  order_date: [
    'order date',
    'data da transacao',
    'data de venda',
    'data do pedido',
    'fecha de la transaccion',
    'fecha de transaccion',
    'fecha de venta',
    'fecha del pedido',
    'transaction date',
    'sale date',
    'purchase date',
    'date of sale',
    'data della transazione',
    'data transazione',
    'data di vendita',
    'data dell ordine',
    'data di acquisto',
    'data dell acquisto',
  ],
  approved_date: [
    'approved date',
    'confirmacao do pagamento',
    'data de confirmacao',
    'confirmacion del pago',
    'fecha de confirmacion',
    'payment confirmation',
    'confirmation date',
    'approval date',
    'confirmation purchase date',
    'conferma del pagamento',
    'data di conferma',
    'data della conferma',
  ],
  product_id: [
    'product id',
    'codigo do produto',
    'codigo del producto',
    'product code',
    'codice del prodotto',
    'codice prodotto',
  ],
  product_name: [
    'product name',
    'nome do produto',
    'produto',
    'nombre del producto',
    'producto',
    'product',
    'nome del prodotto',
    'nome prodotto',
    'prodotto',
  ],
  producer_name: [
    'producer name',
    'nome do produtor',
    'produtor',
    'nombre del productor',
    'productor',
    'producer',
    'nome del produttore',
    'produttore',
  ],
  buyer_name: [
    'buyer name',
    'comprador',
    'nome do comprador',
    'nombre del comprador',
    'buyer',
    'nome dell acquirente',
    'nome acquirente',
    'acquirente',
    'compratore',
    'nome',
    'nombre',
    'name',
  ],
  buyer_email: [
    'buyer email',
    'email do comprador',
    'e mail do comprador',
    'email del comprador',
    'correo electronico del comprador',
    'correo del comprador',
    'buyer e mail',
    'email dell acquirente',
    'e mail dell acquirente',
    'email acquirente',
    'email del compratore',
    'email',
    'e mail',
    'correo electronico',
  ],
  recurrence: [
    'recurrence',
    'recorrencia',
    'quantidade de cobrancas',
    'recurrencia',
    'cantidad de cobros',
    'number of charges',
    'ricorrenza',
    'numero di addebiti',
    'quantita di addebiti',
  ],
  price: [
    'price',
    'valor de compra com impostos',
    'preco total',
    'preco da oferta',
    'preco do produto',
    'valor de compra con impuestos',
    'precio total',
    'precio de la oferta',
    'purchase value with taxes',
    'purchase value with tax',
    'total price',
    'valore di acquisto con imposte',
    'valore dell acquisto con imposte',
    'prezzo totale',
  ],
  currency: [
    'currency',
    'moeda de compra',
    'moneda de compra',
    'purchase currency',
    'valuta di acquisto',
    'valuta dell acquisto',
    'moeda',
    'moneda',
    'valuta',
  ],
  guarantee_end: [
    'guarantee end',
    'warranty date',
    'warranty expire date',
    'fim da garantia',
    'data limite da garantia',
    'fin de la garantia',
    'end of guarantee',
    'fine della garanzia',
    'scadenza della garanzia',
  ],
  parent_transaction: [
    'parent transaction',
    'transacao do produto principal',
    'transaccion del producto principal',
    'main product transaction',
    'transazione del prodotto principale',
  ],
  subscriber_code: [
    'subscriber code',
    'codigo do assinante',
    'codigo del suscriptor',
    'codice dell abbonato',
    'codice abbonato',
  ],
  payment: [
    'payment',
    'metodo de pagamento',
    'meio de pagamento',
    'tipo de pagamento',
    'metodo de pago',
    'medio de pago',
    'payment method',
    'payment type',
    'metodo di pagamento',
  ],
};

/** A header as one key: lower case, no accents, no punctuation, without the endings `(a)`; `_` is a blank. */
export function foldHeader(header: string): string {
  return header
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/\((?:a|o|as|os|es|s)\)/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const FIELDS: ReadonlyMap<string, { readonly field: SaleField; readonly rank: number }> = new Map(
  SALE_FIELDS.flatMap((field) => NAMES[field].map((name, rank) => [name, { field, rank }] as const)),
);

/** The field of a header and how sure that is, 0 surest; null for a header that nobody knows. */
export function fieldOfHeader(header: string): { readonly field: SaleField; readonly rank: number } | null {
  const folded = foldHeader(header);
  const known = FIELDS.get(folded);
  if (known) return known;
  // Hotmart's endings vary: "Email del Comprador o de la Compradora" is still the buyer's address.
  const longest = [...FIELDS.keys()]
    .filter((name) => name.includes(' ') && folded.startsWith(`${name} `))
    .reduce((one, other) => (other.length > one.length ? other : one), '');
  return FIELDS.get(longest) ?? null;
}
