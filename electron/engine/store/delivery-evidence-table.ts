import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import { areaKey, clubSlug } from '../../../shared/domain/club-access';
import { isWord } from '../../../shared/domain/delivery-evidence';
import type { DeliveryEvidence, EvidenceKind } from '../../../shared/domain/delivery-evidence';
import type { Delivery } from '../../../shared/domain/purchase';
import type { DeliveryEvidenceTable, StoreTables } from './schema';

/** One more piece of evidence; Club data need none, they are read where they lie. */
export type NewEvidence = {
  readonly productId: string;
  readonly kind: Extract<EvidenceKind, 'ruling' | 'catalogue' | 'forwarded-mail'>;
  readonly delivery: Delivery;
  /** See `DeliveryEvidence`; never a customer. */
  readonly by: string;
  /** Epoch ms. */
  readonly at: number;
};

type Db = Kysely<StoreTables>;
type Ledger = ReadonlyMap<string, readonly DeliveryEvidence[]>;

/** Values of one `in (…)`: far below SQLite's 32,766 parameters. */
const LIST_LENGTH = 500;

/**
 * Adds to the ledger, counting what it holds already. A newer word is always dated after the older ones of its product,
 * even where the clock went back: of words the newest holds. `unknown` only counts where there is a word to take back.
 */
export async function addEvidence(db: Db, added: readonly NewEvidence[]): Promise<void> {
  const ledger = new Map(await readLedger(db, [...new Set(added.map(({ productId }) => productId))]));
  const changed = new Set<string>();
  for (const { productId, kind, delivery, by, at } of added) {
    const known = ledger.get(productId) ?? [];
    if (delivery === 'unknown' && !known.some((one) => one.kind === kind)) continue;
    const same = known.find((one) => one.kind === kind && one.delivery === delivery);
    const others = known.filter((one) => one !== same);
    const after = isWord(kind) ? others.filter((one) => isWord(one.kind)).map((one) => one.lastAt + 1) : [];
    const lastAt = Math.max(at, same?.lastAt ?? at, ...after);
    const next = {
      kind,
      delivery,
      by: by || (same?.by ?? ''),
      times: (same?.times ?? 0) + 1,
      firstAt: Math.min(same?.firstAt ?? lastAt, lastAt),
      lastAt,
    };
    ledger.set(productId, [...others, next]);
    changed.add(productId);
  }
  for (const productId of changed) {
    for (const evidence of ledger.get(productId) ?? []) await writeRow(db, productId, evidence);
  }
}

/** All evidence of these products, what Club data say among it; products of which nothing is known are absent. */
export async function evidenceOf(db: Db, productIds: readonly string[]): Promise<Ledger> {
  const ledger = await readLedger(db, productIds);
  const club = await clubEvidence(db, productIds);
  const found = productIds.map((id) => [id, [...(ledger.get(id) ?? []), ...(club.get(id) ?? [])]] as const);
  return new Map(found.filter(([, evidence]) => evidence.length > 0));
}

/** Ids of the products whose first accesses Club told, listed or not. */
export async function productsWithAccess(db: Db): Promise<readonly string[]> {
  const prefix = areaKey({ kind: 'product', productId: '' });
  const rows = await db
    .selectFrom('club_access')
    .select('area')
    .distinct()
    .where('area', '>=', prefix)
    .where('area', '<', `${prefix}\u{10FFFF}`)
    .execute();
  return rows.map(({ area }) => area.slice(prefix.length));
}

/** The ledger of these products as it stands, also what was said before there was one. */
export async function readLedger(db: Db, productIds: readonly string[]): Promise<Ledger> {
  const found = new Map<string, DeliveryEvidence[]>();
  for (const some of lists(productIds)) {
    const rows = await db.selectFrom('delivery_evidence').selectAll().where('product_id', 'in', some).execute();
    for (const row of rows) push(found, row.product_id, evidenceOfRow(row));
    // What was ruled or imported before there was a ledger lies in the catalogue alone.
    const products = await db.selectFrom('product').selectAll().where('product_id', 'in', some).execute();
    for (const product of products) {
      const kind = product.delivery_source as EvidenceKind;
      const isLedgered = found.get(product.product_id)?.some((one) => isWord(one.kind)) ?? false;
      if (isLedgered || product.delivery === 'unknown' || !isWord(kind)) continue;
      const at = product.updated_at;
      const delivery = product.delivery as Delivery;
      push(found, product.product_id, { kind, delivery, by: '', times: 1, firstAt: at, lastAt: at });
    }
  }
  return found;
}

type AreaFigures = {
  readonly members: number;
  readonly entered: number;
  readonly told: readonly [number, number];
  readonly access: readonly [number, number];
};

/** Members count for a product whose link names their club, first accesses also where an event names the product. */
async function clubEvidence(db: Db, productIds: readonly string[]): Promise<Ledger> {
  const links = await linksOf(db, productIds);
  const areasOf = (id: string): { readonly product: string; readonly club: string | null } => {
    const slug = clubSlug(links.get(id) ?? '');
    return {
      product: areaKey({ kind: 'product', productId: id }),
      club: slug === null ? null : areaKey({ kind: 'club', slug }),
    };
  };
  const areas = productIds.map((id) => areasOf(id));
  const keys = areas.flatMap(({ product, club }) => (club === null ? [product] : [product, club]));
  const figures = await areaFigures(db, keys);
  const found = new Map<string, DeliveryEvidence[]>();
  for (const [index, id] of productIds.entries()) {
    const { product, club } = areas[index] ?? areasOf(id);
    const slug = club?.slice('club:'.length) ?? '';
    const inClub = club === null ? undefined : figures.get(club);
    const inProduct = figures.get(product);
    if (inClub) {
      const [firstAt, lastAt] = inClub.told;
      push(found, id, { kind: 'club-member', delivery: 'club', by: slug, times: inClub.members, firstAt, lastAt });
    }
    const entered = [inClub, inProduct].filter((one) => one !== undefined && one.entered > 0) as AreaFigures[];
    if (entered.length > 0) {
      push(found, id, {
        kind: 'first-access',
        delivery: 'club',
        by: inClub !== undefined && inClub.entered > 0 ? slug : '',
        times: entered.reduce((sum, one) => sum + one.entered, 0),
        firstAt: Math.min(...entered.map(({ access }) => access[0])),
        lastAt: Math.max(...entered.map(({ access }) => access[1])),
      });
    }
  }
  return found;
}

async function areaFigures(db: Db, keys: readonly string[]): Promise<ReadonlyMap<string, AreaFigures>> {
  const figures = new Map<string, AreaFigures>();
  for (const some of lists(keys)) {
    const rows = await db
      .selectFrom('club_access')
      .select((of) => [
        'area',
        of.fn.countAll<number>().as('members'),
        of.fn.count<number>('first_access_at').as('entered'),
        of.fn.min('as_of').as('told_first'),
        of.fn.max('as_of').as('told_last'),
        sql<number>`coalesce(min(first_access_at), 0)`.as('access_first'),
        sql<number>`coalesce(max(first_access_at), 0)`.as('access_last'),
      ])
      .where('area', 'in', some)
      .groupBy('area')
      .execute();
    for (const row of rows) {
      figures.set(row.area, {
        members: Number(row.members),
        entered: Number(row.entered),
        told: [Number(row.told_first), Number(row.told_last)],
        access: [Number(row.access_first), Number(row.access_last)],
      });
    }
  }
  return figures;
}

async function linksOf(db: Db, productIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const links = new Map<string, string>();
  for (const some of lists(productIds)) {
    const columns = ['product_id', 'member_area_url'] as const;
    const rows = await db.selectFrom('product').select(columns).where('product_id', 'in', some).execute();
    for (const row of rows) links.set(row.product_id, row.member_area_url);
  }
  return links;
}

async function writeRow(db: Db, productId: string, evidence: DeliveryEvidence): Promise<void> {
  const { kind, delivery, ...counted } = evidence;
  const change = { by: counted.by, times: counted.times, first_at: counted.firstAt, last_at: counted.lastAt };
  await db
    .insertInto('delivery_evidence')
    .values({ product_id: productId, kind, delivery, ...change })
    .onConflict((conflict) => conflict.columns(['product_id', 'kind', 'delivery']).doUpdateSet(change))
    .execute();
}

function evidenceOfRow(row: Selectable<DeliveryEvidenceTable>): DeliveryEvidence {
  return {
    kind: row.kind as EvidenceKind,
    delivery: row.delivery as Delivery,
    by: row.by,
    times: row.times,
    firstAt: row.first_at,
    lastAt: row.last_at,
  };
}

function push(found: Map<string, DeliveryEvidence[]>, id: string, evidence: DeliveryEvidence): void {
  const known = found.get(id);
  if (known) known.push(evidence);
  else found.set(id, [evidence]);
}

function* lists(values: readonly string[]): Generator<string[]> {
  for (let at = 0; at < values.length; at += LIST_LENGTH) yield values.slice(at, at + LIST_LENGTH);
}
