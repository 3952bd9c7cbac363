import type { ProductView } from '../../shared/contract/catalogue';
import type { PurchaseAbout, SaleView } from '../../shared/contract/purchase-about';
import { standingDelivery } from '../../shared/domain/delivery-evidence';
import type { DeliveryEvidence } from '../../shared/domain/delivery-evidence';
import type { Provenance } from '../../shared/domain/purchase';
import { FAKE_NOW } from './fake-tickets';

const DAY = 86_400_000;

/** A piece of evidence of the last days. */
export function evidence(over: Partial<DeliveryEvidence> & Pick<DeliveryEvidence, 'kind'>): DeliveryEvidence {
  return { delivery: 'club', by: '', times: 1, firstAt: FAKE_NOW - 9 * DAY, lastAt: FAKE_NOW - 2 * DAY, ...over };
}

/** A catalogue entry whose delivery follows from its evidence, as in the engine. */
export function product(over: Partial<ProductView> & Pick<ProductView, 'productId' | 'name'>): ProductView {
  const { delivery, restsOn, conflicts } = standingDelivery(over.evidence ?? []);
  return {
    listed: true,
    delivery,
    restsOn,
    conflicts,
    memberAreaUrl: '',
    producerName: 'Cucina Viva',
    producerEmail: 'ciao@cucinaviva.example',
    evidence: [],
    sales: 12,
    waiting: 0,
    ...over,
  };
}

/** Four products: one that waits, one that Club data decide, one that they contradict, one that was only sold. */
export function fakeCatalogue(): readonly ProductView[] {
  return [
    product({
      productId: '501',
      name: 'Watercolour basics',
      evidence: [evidence({ kind: 'forwarded-mail', by: 'watercolour', times: 2 })],
      waiting: 3,
    }),
    product({
      productId: '502',
      name: 'Corso di pasta fresca',
      memberAreaUrl: 'https://hotmart.com/it/club/pasta',
      evidence: [
        evidence({ kind: 'club-member', by: 'pasta', times: 214 }),
        evidence({ kind: 'first-access', by: 'pasta', times: 180 }),
      ],
      sales: 230,
    }),
    product({
      productId: '503',
      name: 'Guitarra desde cero',
      evidence: [
        evidence({ kind: 'ruling', delivery: 'producer', by: 'Anna Bruni' }),
        evidence({ kind: 'catalogue', delivery: 'producer', by: 'products.csv', times: 4 }),
        evidence({ kind: 'first-access', times: 7 }),
      ],
    }),
    product({ productId: '504', name: 'Yoga em Casa', listed: false, producerEmail: '' }),
  ];
}

const FILE: Provenance = {
  source: 'file', name: 'vendite.csv', asOf: FAKE_NOW - 8 * DAY, importedAt: FAKE_NOW - 8 * DAY,
}; // prettier-ignore
const API: Provenance = {
  source: 'api', name: 'Hotmart', asOf: FAKE_NOW - 600_000, importedAt: FAKE_NOW - 600_000,
}; // prettier-ignore

export function sale(over: Partial<SaleView> = {}): SaleView {
  return {
    transaction: 'HP1771569003',
    productName: 'Corso di pasta fresca',
    statusWord: 'APPROVED',
    status: 'active',
    orderedAt: FAKE_NOW - 8 * DAY,
    recurrence: 1,
    from: FILE,
    ...over,
  };
}

/** A purchase of which every source told something. */
export function fakeAbout(): PurchaseAbout {
  return {
    sale: sale(),
    guaranteeEndsAt: FAKE_NOW + 6 * DAY + 3_600_000,
    club: { firstAccessAt: null, lastAccessAt: null, statusWord: 'ACTIVE', from: API },
    subscription: {
      statusWord: 'ACTIVE', status: 'running', planName: 'Mensile', startedAt: FAKE_NOW - 8 * DAY,
      endedAt: null, nextChargeAt: FAKE_NOW + 22 * DAY, from: API,
    },
    checkout: [sale({ transaction: 'HP1771569003C2', productName: 'Pane in casa' })],
    history: [
      sale({ transaction: 'HP1620044871', productName: 'Dolci', statusWord: 'Reembolsado', status: 'inactive', orderedAt: FAKE_NOW - 90 * DAY }),
      sale({ transaction: 'HP1620044999', productName: 'Riso', statusWord: 'IN_ORBIT', status: 'unknown', orderedAt: FAKE_NOW - 95 * DAY }),
    ],
    sales: 2,
  }; // prettier-ignore
}
