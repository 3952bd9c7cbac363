import { z } from 'zod';
import { foldAddress, isAddress } from '../../../../shared/domain/address';
import type { ClubAccess } from '../../../../shared/domain/club-access';
import type { Product, Purchase } from '../../../../shared/domain/purchase';
import { foldStatus } from '../../../../shared/domain/status';
import type { Subscription } from '../../../../shared/domain/subscription';
import { normalizeNumber } from '../../../../shared/domain/transaction-number';
import { refusalOf } from '../../../../shared/domain/import-refusals';
import { apiTime } from '../api-time';
import { cleanCell } from './cells';

/** What one event tells, and of what time: epoch ms. */
export type EventFacts = {
  /** Hotmart's id of the event; made of its content where it has none. */
  readonly id: string;
  readonly at: number;
  readonly purchase: Purchase | null;
  readonly subscription: Subscription | null;
  readonly clubAccess: ClubAccess | null;
  /** What it says of the product, the producer's support address among it: only events name that. */
  readonly product: EventProduct | null;
};

export type EventProduct = Omit<Product, 'delivery' | 'memberAreaUrl'>;

/** Longest text that a field keeps, as a cell of a table. */
const MAX_TEXT = 4000;

const text = z
  .string()
  .or(z.number())
  .nullish()
  .transform((value) => cleanCell(String(value ?? '')).slice(0, MAX_TEXT));
const time = z.number().or(z.string()).nullish().transform(apiTime);

/** Envelope of version 2.0; CLUB_FIRST_ACCESS spells its date `creationDate`. */
const envelopeSchema = z.looseObject({
  id: text,
  event: z.string().max(100),
  creation_date: time,
  creationDate: time,
  data: z.looseObject({}),
});

const productSchema = z.looseObject({ id: text, name: text, warranty_date: time, support_email: text });
const money = z.looseObject({ value: text, currency_value: text });

const purchaseSchema = z.looseObject({
  product: productSchema,
  buyer: z.looseObject({ email: z.string(), name: text }),
  producer: z.looseObject({ name: text }).nullish(),
  purchase: z.looseObject({
    transaction: z.string(),
    status: z.string(),
    order_date: time,
    approved_date: time,
    recurrence_number: z.number().int().nullish(),
    price: money.nullish(),
    full_price: money.nullish(),
    payment: z.looseObject({ type: text }).nullish(),
    order_bump: z.looseObject({ parent_purchase_transaction: z.string().nullish() }).nullish(),
    date_next_charge: time,
  }),
  subscription: z
    .looseObject({
      status: text,
      plan: z.looseObject({ name: text }).nullish(),
      subscriber: z.looseObject({ code: text }).nullish(),
    })
    .nullish(),
});

const cancellationSchema = z.looseObject({
  product: productSchema.nullish(),
  subscriber: z.looseObject({ code: z.string().min(1), email: z.string().nullish() }),
  subscription: z.looseObject({ plan: z.looseObject({ name: text }).nullish() }).nullish(),
  cancellation_date: time,
  date_next_charge: time,
});

const accessSchema = z.looseObject({ product: productSchema, user: z.looseObject({ email: z.string() }) });

/** An event without an order date leaves it as it is known; a new sale takes the event's own time. */
export const NO_ORDER_DATE = 0;

type EventReading =
  { readonly kind: 'facts'; readonly facts: EventFacts } | { readonly kind: 'refused'; readonly reason: string };

/** Reads one event; what it does not tell is refused with the reason, which holds nothing of the customer's. */
export function factsOfEvent(event: unknown): EventReading {
  const envelope = envelopeSchema.safeParse(event);
  if (!envelope.success) return refused(refusalOf('no-event'));
  const { event: name, data } = envelope.data;
  const at = envelope.data.creation_date ?? envelope.data.creationDate;
  if (at === null) return refused(refusalOf('time', { field: 'creation_date' }));
  const id = envelope.data.id || `${name} ${at} ${JSON.stringify(data).length}`;
  const facts = { id, at, purchase: null, subscription: null, clubAccess: null, product: null };
  if (name === 'PURCHASE_OUT_OF_SHOPPING_CART') return refused(refusalOf('cart'));
  if (name.startsWith('PURCHASE_')) return purchaseFacts(facts, data);
  if (name === 'SUBSCRIPTION_CANCELLATION') return cancellationFacts(facts, data);
  if (name === 'CLUB_FIRST_ACCESS') return accessFacts(facts, data);
  return refused(refusalOf('other-event', { event: name.replace(/[^A-Z_]/g, '').slice(0, 60) || '…' }));
}

function purchaseFacts(facts: EventFacts, data: unknown): EventReading {
  const parsed = purchaseSchema.safeParse(data);
  if (!parsed.success) return refused(missing(parsed.error));
  const { product, buyer, producer, purchase, subscription } = parsed.data;
  const transaction = normalizeNumber(purchase.transaction);
  if (transaction === null) return refused(refusalOf('number', { field: 'transaction' }));
  if (product.id === '0') return refused(refusalOf('test'));
  if (!isAddress(buyer.email.trim())) return refused(refusalOf('address', { field: 'buyer.email' }));
  const email = buyer.email.trim();
  const price = purchase.price ?? purchase.full_price;
  const code = subscription?.subscriber?.code || null;
  const buyerFolded = foldAddress(email);
  const sale: Purchase = {
    transaction,
    statusWord: purchase.status,
    status: foldStatus(purchase.status),
    orderedAt: purchase.order_date ?? NO_ORDER_DATE,
    approvedAt: purchase.approved_date,
    productId: product.id,
    productName: product.name,
    producerName: producer?.name ?? '',
    buyerName: buyer.name,
    buyerEmail: email,
    buyerFolded,
    recurrence: purchase.recurrence_number ?? null,
    price: price?.value ?? '',
    currency: price?.currency_value ?? '',
    guaranteeEndsAt: product.warranty_date,
    parentTransaction: normalizeNumber(purchase.order_bump?.parent_purchase_transaction ?? ''),
    subscriberCode: code,
    paymentWord: purchase.payment?.type ?? '',
  };
  const running: Subscription | null =
    code === null
      ? null
      : {
          subscriberCode: code,
          productId: product.id,
          productName: product.name,
          buyerFolded,
          statusWord: subscription?.status ?? '',
          planName: subscription?.plan?.name ?? '',
          startedAt: null,
          endedAt: null,
          nextChargeAt: purchase.date_next_charge,
        };
  return {
    kind: 'facts',
    facts: { ...facts, purchase: sale, subscription: running, product: productOf(product, sale) },
  };
}

function productOf(product: z.infer<typeof productSchema>, sale: Purchase): EventProduct | null {
  const { productId, productName: name, producerName } = sale;
  const producerEmail = isAddress(product.support_email) ? product.support_email : '';
  return productId === '' || name === '' ? null : { productId, name, producerName, producerEmail };
}

function cancellationFacts(facts: EventFacts, data: unknown): EventReading {
  const parsed = cancellationSchema.safeParse(data);
  if (!parsed.success) return refused(missing(parsed.error));
  const { product, subscriber, subscription, cancellation_date, date_next_charge } = parsed.data;
  const cancelled: Subscription = {
    subscriberCode: subscriber.code,
    productId: product?.id ?? '',
    productName: product?.name ?? '',
    buyerFolded: foldAddress(subscriber.email ?? ''),
    statusWord: 'CANCELLED',
    planName: subscription?.plan?.name ?? '',
    startedAt: null,
    endedAt: cancellation_date ?? facts.at,
    nextChargeAt: date_next_charge,
  };
  return { kind: 'facts', facts: { ...facts, subscription: cancelled } };
}

function accessFacts(facts: EventFacts, data: unknown): EventReading {
  const parsed = accessSchema.safeParse(data);
  if (!parsed.success) return refused(missing(parsed.error));
  const { product, user } = parsed.data;
  if (product.id === '' || !isAddress(user.email.trim()))
    return refused(refusalOf('missing', { field: product.id === '' ? 'product.id' : 'user.email' }));
  const access: ClubAccess = {
    area: { kind: 'product', productId: product.id },
    memberFolded: foldAddress(user.email.trim()),
    statusWord: '',
    firstAccessAt: facts.at,
    lastAccessAt: null,
  };
  return { kind: 'facts', facts: { ...facts, clubAccess: access } };
}

function refused(reason: string): EventReading {
  return { kind: 'refused', reason };
}

function missing(error: z.ZodError): string {
  const path = error.issues[0]?.path.map(String).join('.') ?? '';
  return refusalOf('missing', { field: `data.${path}` });
}
