/** What the desk reads out of a sales export; the first twelve are the columns of the canonical `sales.csv` (domain.md, "Files"). */
export const SALE_FIELDS = [
  'transaction',
  'status',
  'order_date',
  'approved_date',
  'product_id',
  'product_name',
  'producer_name',
  'buyer_name',
  'buyer_email',
  'recurrence',
  'price',
  'currency',
  'guarantee_end',
  'parent_transaction',
  'subscriber_code',
  'payment',
] as const;
export type SaleField = (typeof SALE_FIELDS)[number];

/** Without these a sale cannot be matched or decided. */
export const NEEDED_FIELDS: readonly SaleField[] = [
  'transaction',
  'status',
  'order_date',
  'product_name',
  'buyer_email',
];
