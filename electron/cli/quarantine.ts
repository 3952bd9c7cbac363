import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SportelloError } from '../../shared/contract/errors';
import type { EngineClient } from '../../shared/contract/engine-api';
import { usage } from './arguments';
import { EXIT } from './command';
import type { Command } from './command';
import { openProfile } from './open-profile';
import { columns, isoTime, plain } from './table-text';

/** A message that is not read: put aside, or read by its header alone. */
type Line = {
  readonly id: string;
  readonly kind: 'aside' | 'header-only';
  readonly where: string;
  readonly reason: string;
  readonly at: number;
};

/** `quarantine`: what could not be read, `--retry` one once more, `--save` the file of one. */
export const quarantineCommand: Command = {
  usage: 'quarantine --profile DIR [--retry ID] [--save ID --to FILE] [--json]',
  shape: { options: ['profile', 'retry', 'save', 'to'], flags: ['json'], words: [] },
  async run(given, line) {
    const retry = given.option('retry');
    const save = given.option('save');
    const to = given.option('to');
    if ((save === null) !== (to === null)) throw usage('--save ID needs --to FILE, and the other way round');
    const profile = await openProfile(given.needed('profile'), line, { network: retry !== null });
    try {
      const { client } = profile;
      const lines = await listed(client);
      if (save !== null && to !== null) {
        const method = needed(lines, save).kind === 'aside' ? 'quarantine.original' : 'messages.original';
        const { base64 } =
          method === 'quarantine.original'
            ? await client.call(method, { id: save })
            : await client.call(method, { message: save });
        const file = resolve(line.workingDir, to);
        // A customer's mail: for the person who asked, nobody else on this machine. Never over a file that is there.
        await writeFile(file, Buffer.from(base64, 'base64'), { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
          throw new SportelloError('file-unreadable', `Cannot write ${file}: ${String(error)}`, {
            action: 'Choose another file.',
            cause: error,
          });
        });
        line.print(given.has('json') ? JSON.stringify({ id: save, file }) : `Saved ${save} as ${file}`);
      }
      if (retry !== null) {
        const isRead = await readAgain(client, needed(lines, retry));
        line.print(
          given.has('json')
            ? JSON.stringify({ id: retry, read: isRead })
            : `${retry} ${isRead ? 'is read now' : 'could not be read again'}`,
        );
        return isRead ? EXIT.done : EXIT.failed;
      }
      if (save === null) {
        const shown = given.has('json')
          ? lines.map((one) => JSON.stringify({ ...one, at: isoTime(one.at) }))
          : columns(lines.map((one) => [one.id, one.kind, plain(one.where), plain(one.reason), isoTime(one.at)]));
        for (const text of shown) line.print(text);
      }
      return EXIT.done;
    } finally {
      await profile.close();
    }
  },
};

async function listed(client: EngineClient): Promise<readonly Line[]> {
  const aside = await client.call('quarantine.list', {});
  const unread = await client.call('quarantine.unread', {});
  return [
    ...aside.map(({ id, folder, uid, reason, at }): Line => ({
      id,
      kind: 'aside',
      where: `${folder} ${uid}`,
      reason,
      at,
    })),
    ...unread.map(({ message, ticket, subject, at }): Line => ({
      id: message,
      kind: 'header-only',
      where: ticket,
      reason: subject,
      at,
    })),
  ];
}

async function readAgain(client: EngineClient, { id, kind }: Line): Promise<boolean> {
  if (kind === 'aside') return (await client.call('quarantine.retry', { id })).stored;
  return (await client.call('messages.readAgain', { message: id })).readability !== 'envelope';
}

function needed(lines: readonly Line[], id: string): Line {
  const found = lines.find((one) => one.id === id);
  if (found) return found;
  throw new SportelloError('not-found', `Nothing that could not be read has the id ${id}`, {
    action: 'Call `quarantine` without --retry and --save: it lists them.',
  });
}
