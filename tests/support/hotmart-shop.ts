/** One item of an answer as it goes over the wire. */
export type Item = Readonly<Record<string, unknown>>;
/** Parameters of a request. */
export type Query = Readonly<Record<string, string>>;

/** A sale as the server knows it; what is left out is an approved one-off sale. */
export type ServerSale = {
  readonly transaction: string;
  readonly status?: string;
  /** Epoch ms. */
  readonly ordered: number;
  readonly product?: number;
  readonly productName?: string;
  readonly email?: string;
  readonly name?: string;
  readonly recurrence?: number;
  /** Times in seconds instead of ms. */
  readonly seconds?: boolean;
};

/** What sales/history answers: APPROVED and COMPLETE alone, unless a status or a transaction is asked for. */
export function salesOf(sales: readonly ServerSale[], query: Query): readonly ServerSale[] {
  const wanted = query['transaction_status']?.split(',') ?? (query['transaction'] ? null : ['APPROVED', 'COMPLETE']);
  return sales
    .filter(({ status = 'APPROVED' }) => wanted === null || wanted.includes(status))
    .filter(({ ordered }) => !query['start_date'] || ordered >= Number(query['start_date']))
    .filter(({ ordered }) => !query['end_date'] || ordered <= Number(query['end_date']))
    .filter(({ transaction }) => !query['transaction'] || transaction === query['transaction'])
    .filter((sale) => !query['buyer_email'] || emailOf(sale) === query['buyer_email']);
}

/** What subscriptions answers: those of the last 30 days, unless a window is asked for. */
export function subscriptionsOf(subscriptions: readonly Item[], query: Query): readonly Item[] {
  const from = Number(query['accession_date'] ?? Date.now() - 30 * 24 * 3_600_000);
  const to = Number(query['end_accession_date'] ?? Number.MAX_SAFE_INTEGER);
  return subscriptions.filter(({ accession_date: at }) => {
    const ms = Number(at) < 1e11 ? Number(at) * 1000 : Number(at);
    return ms >= from && ms <= to;
  });
}

/** What sales/users answers for one transaction. */
export function participantsOf(sales: readonly ServerSale[], query: Query, producerEmail: string): readonly Item[] {
  return sales
    .filter(({ transaction }) => transaction === query['transaction'])
    .map((sale) => ({
      transaction: sale.transaction,
      product: { id: sale.product ?? 41, name: sale.productName ?? 'Pasta' },
      users: [
        {
          role: 'BUYER',
          user: { name: sale.name ?? 'Giulia Ferri', email: emailOf(sale), documents: [{ type: 'CPF' }] },
        },
        { role: 'PRODUCER', user: { name: 'Nonna Srl', trade_name: 'Nonna', email: producerEmail } },
      ],
    }));
}

function emailOf({ email = 'giulia@posta.example' }: ServerSale): string {
  return email;
}

/** An item of sales/history. */
export function saleItem(sale: ServerSale): Item {
  const time = (ms: number): number => (sale.seconds === true ? Math.round(ms / 1000) : ms);
  return {
    product: { id: sale.product ?? 41, name: sale.productName ?? 'Pasta' },
    buyer: { name: sale.name ?? 'Giulia Ferri', email: emailOf(sale), ucode: 'b-1' },
    producer: { name: 'Nonna', ucode: 'p-1' },
    purchase: {
      transaction: sale.transaction,
      order_date: time(sale.ordered),
      approved_date: time(sale.ordered + 60_000),
      status: sale.status ?? 'APPROVED',
      recurrency_number: sale.recurrence ?? 1,
      is_subscription: sale.recurrence !== undefined,
      commission_as: 'PRODUCER',
      price: { value: 49, currency_code: 'EUR' },
      payment: { method: 'CREDIT_CARD', type: 'CREDIT_CARD', installments_number: 1 },
      warranty_expire_date: time(sale.ordered + 7 * 24 * 3_600_000),
    },
  };
}
