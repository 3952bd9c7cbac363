import { describe, expect, it } from 'vitest';
import { speakingEvidence, standingDelivery } from '../../shared/domain/delivery-evidence';
import type { DeliveryEvidence, EvidenceKind } from '../../shared/domain/delivery-evidence';
import type { Delivery } from '../../shared/domain/purchase';

const says = (kind: EvidenceKind, delivery: Delivery, lastAt: number): DeliveryEvidence => ({
  kind,
  delivery,
  by: '',
  times: 1,
  firstAt: lastAt,
  lastAt,
});
const ruling = (delivery: Delivery, at: number) => says('ruling', delivery, at);
const catalogue = (delivery: Delivery, at: number) => says('catalogue', delivery, at);
const member = says('club-member', 'club', 9);
const access = says('first-access', 'club', 9);
const forwarded = says('forwarded-mail', 'club', 9);

describe('the delivery that stands', () => {
  it.each<[string, readonly DeliveryEvidence[], Delivery, EvidenceKind | null, number]>([
    ['nothing is known', [], 'unknown', null, 0],
    ['only the catalogue says it', [catalogue('producer', 1)], 'producer', 'catalogue', 0],
    ['a ruling is newer than the catalogue', [catalogue('club', 1), ruling('producer', 2)], 'producer', 'ruling', 1],
    ['the catalogue is newer than a ruling', [ruling('producer', 1), catalogue('club', 2)], 'club', 'catalogue', 1],
    ['it was ruled twice', [ruling('club', 1), ruling('producer', 2)], 'producer', 'ruling', 0],
    [
      'a ruling was taken back',
      [ruling('club', 1), ruling('unknown', 2), catalogue('producer', 0)],
      'producer',
      'catalogue',
      0,
    ],
    ['a ruling was taken back and given again', [ruling('unknown', 1), ruling('club', 2)], 'club', 'ruling', 0],
    ['Club knows a member', [member], 'club', 'club-member', 0],
    ['Club told of a first access', [access], 'club', 'first-access', 0],
    ['Club knows both', [access, member], 'club', 'club-member', 0],
    ['a ruling was taken back and Club data say it', [ruling('unknown', 20), access], 'club', 'first-access', 0],
    [
      'the catalogue says producer against Club data',
      [catalogue('producer', 1), member, access],
      'producer',
      'catalogue',
      2,
    ],
    ['a person ruled against Club data', [ruling('producer', 1), access], 'producer', 'ruling', 1],
    ['customers forwarded access mails', [forwarded], 'unknown', null, 0],
    ['forwarded mails contradict the catalogue', [catalogue('producer', 1), forwarded], 'producer', 'catalogue', 0],
  ])('where %s', (_, evidence, delivery, restsOn, conflicts) => {
    for (const rows of [evidence, evidence.toReversed()]) {
      const standing = standingDelivery(rows);
      expect(standing).toMatchObject({ delivery, restsOn });
      expect(standing.conflicts).toHaveLength(conflicts);
      expect(standing.conflicts.filter((one) => one.delivery === delivery)).toEqual([]);
    }
  });

  it('is shown with the newest word of each, the strongest first, and forwarded mails at the end', () => {
    const shown = speakingEvidence([forwarded, access, ruling('unknown', 5), ruling('club', 3), catalogue('club', 1)]);
    expect(shown.map(({ kind, lastAt }) => `${kind} ${lastAt}`)).toEqual([
      'catalogue 1',
      'first-access 9',
      'forwarded-mail 9',
    ]);
  });
});
