import type { DecisionId } from '../domain/decision';
import type { DeliveryEvidence, DeliveryStanding } from '../domain/delivery-evidence';
import type { Delivery } from '../domain/purchase';

/** Longest name, link or address that a catalogue entry holds, in characters. */
export const MAX_ENTRY_CHARS = 500;

/** One product that is listed or was sold, as the catalogue's page shows it. */
export type ProductView = {
  readonly productId: string;
  readonly name: string;
  /** In the catalogue; else it is only known from sales. */
  readonly listed: boolean;
  readonly delivery: Delivery;
  readonly restsOn: DeliveryStanding['restsOn'];
  readonly memberAreaUrl: string;
  readonly producerName: string;
  readonly producerEmail: string;
  /** What speaks for a delivery, the strongest first. */
  readonly evidence: readonly DeliveryEvidence[];
  /** What contradicts the delivery that stands. */
  readonly conflicts: readonly DeliveryEvidence[];
  readonly sales: number;
  /** Open tickets that wait until somebody says where it lives. */
  readonly waiting: number;
};

/** What a ruling would change on the open tickets of one product. */
export type RulingEffect = {
  readonly tickets: number;
  /** The decisions that they would have, most tickets first. */
  readonly decisions: readonly { readonly decision: DecisionId; readonly tickets: number }[];
};
