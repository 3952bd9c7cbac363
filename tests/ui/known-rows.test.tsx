import { describe, expect, it } from 'vitest';
import type { TicketRow } from '../../shared/contract/views';
import { knownRows } from '../../renderer/tickets/known-rows';
import { createRowMemory } from '../../renderer/tickets/row-memory';
import { ticketView } from '../support/fake-tickets';

function rowsNamed(...ids: readonly string[]): readonly TicketRow[] {
  const { row } = ticketView({
    id: 'T-1',
    name: 'Giulia Conti',
    address: 'giulia@mail.example',
    subject: 'Accesso',
    text: 'Non riesco a entrare',
    hours: 1,
  });
  return ids.map((id) => ({ ...row, id }));
}

describe('the rows of a long list', () => {
  it('are found by place and by ticket, whatever pages are known', () => {
    const rows = knownRows(100_000, [
      { offset: 50_000, rows: rowsNamed('T-3', 'T-4') },
      undefined,
      { offset: 0, rows: rowsNamed('T-1', 'T-2') },
    ]);
    expect(rows.total).toBe(100_000);
    expect(rows.at(50_001)?.id).toBe('T-4');
    expect(rows.at(2)).toBeUndefined();
    expect(rows.placeOf('T-3')).toBe(50_000);
    expect(rows.placeOf('T-9')).toBe(-1);
  });

  it('come in the order of the list', () => {
    const rows = knownRows(300, [
      { offset: 200, rows: rowsNamed('T-5') },
      { offset: 0, rows: rowsNamed('T-9', 'T-7') },
    ]);
    expect(rows.ids).toEqual(['T-9', 'T-7', 'T-5']);
  });

  it('end where the list ends, though a page was read when it was longer', () => {
    const rows = knownRows(1, [{ offset: 0, rows: rowsNamed('T-1', 'T-2') }]);
    expect(rows.ids).toEqual(['T-1']);
    expect(rows.at(1)).toBeUndefined();
  });
});

describe('a row that says what it said before', () => {
  it('is the very same, wherever it stands now', () => {
    const asBefore = createRowMemory();
    const [first, second] = asBefore(rowsNamed('T-1', 'T-2'));
    const [, , moved] = asBefore(rowsNamed('T-9', 'T-3', 'T-1'));
    expect(moved).toBe(first);
    expect(asBefore(rowsNamed('T-2'))[0]).toBe(second);
  });

  it('is another one where anything of it changed', () => {
    const asBefore = createRowMemory();
    const [before] = asBefore(rowsNamed('T-1'));
    const [after] = asBefore(rowsNamed('T-1').map((row) => ({ ...row, preview: 'Grazie' })));
    expect(after).not.toBe(before);
    expect(after?.preview).toBe('Grazie');
  });

  it('is forgotten after thousands of others', () => {
    const asBefore = createRowMemory();
    const [before] = asBefore(rowsNamed('T-1'));
    asBefore(rowsNamed(...Array.from({ length: 2_000 }, (_, index) => `T-${String(index + 10)}`)));
    expect(asBefore(rowsNamed('T-1'))[0]).not.toBe(before);
  });
});
