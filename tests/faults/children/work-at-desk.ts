import { readFileSync } from 'node:fs';
import { createEngine } from '../../../electron/engine/engine';
import { createOutside } from '../../../electron/engine/hosts/outside';
import { loadProfile } from '../../../electron/engine/profile';
import type { OutboxAction } from '../../../electron/engine/outbox/resolve';

/** What an agent does at the desk between two faults. */
export type DeskWork = {
  readonly profileDir: string;
  readonly resourcesDir: string;
  readonly imapPassword: string;
  readonly smtpPassword: string;
  /** Sync, then accept a reply to every open ticket of the inbox. */
  readonly answerAll: boolean;
  /** Decide about these replies, then send what is due. */
  readonly resolve: readonly { readonly id: string; readonly action: OutboxAction }[];
};

/** Opens the profile for a moment in a process of its own: a store file has one connection, and this one ends with it. */
async function main(file: string): Promise<void> {
  const work = JSON.parse(readFileSync(file, 'utf8')) as DeskWork;
  const engine = await createEngine({
    profileDir: work.profileDir,
    profile: await loadProfile(work.profileDir),
    secrets: { imapPassword: work.imapPassword, smtpPassword: work.smtpPassword, storeKey: null },
    outside: createOutside({ resourcesDir: work.resourcesDir, sinks: [] }),
    demo: false,
    network: true,
  });
  if (work.answerAll) {
    await engine.syncOnce();
    const { rows } = await engine.call('tickets.page', { queue: 'inbox', offset: 0, limit: 500 });
    for (const { id } of rows.filter(({ state }) => state === 'open')) {
      const text = `Risposta al caso ${id}`;
      await engine.call('replies.queue', { ticket: id, macro: null, text, delaySeconds: 0 });
    }
  }
  for (const { id, action } of work.resolve) await engine.call('outbox.resolve', { id, action });
  if (work.resolve.length > 0) await engine.flushOutbox();
  await engine.close();
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
