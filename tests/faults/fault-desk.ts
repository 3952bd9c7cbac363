import { expect } from 'vitest';
import type { Engine } from '../../electron/engine/engine';
import { makeMailboxDesk } from '../support/mailbox-desk';
import { leftStore } from './left-store';
import { expectMadeMails } from './made-mails';

/** A desk that faults happen to. */
export type FaultDesk = {
  readonly engine: Engine;
  /** Closes the engine and proves that these mails of `makeMail`, and no others, lie in its store, each read and filed once. */
  expectOnly(raws: readonly string[]): Promise<void>;
};

export async function makeFaultDesk(...given: Parameters<typeof makeMailboxDesk>): Promise<FaultDesk> {
  const { engine, profileDir } = await makeMailboxDesk(...given);
  return {
    engine,
    async expectOnly(raws) {
      await engine.close();
      const left = await leftStore(profileDir).look(async ({ db }) => ({
        rows: await db.selectFrom('message').select(['message_id', 'ticket_id', 'parse_state']).execute(),
        sizes: await db.selectFrom('message_raw').select('size').execute(),
      }));
      expectMadeMails(
        left.rows.map((row) => row.message_id),
        raws.length,
      );
      expect(left.rows.filter((row) => row.parse_state !== 'parsed' || row.ticket_id === null)).toEqual([]);
      const bytes = raws.reduce((sum, raw) => sum + Buffer.byteLength(raw), 0);
      expect(left.sizes.reduce((sum, { size }) => sum + size, 0)).toBe(bytes);
    },
  };
}
