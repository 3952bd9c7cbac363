import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SportelloError } from '../../shared/contract/errors';
import { usage } from './arguments';
import { EXIT } from './command';
import type { Command } from './command';
import { openProfile } from './open-profile';

/** `reply`: puts the suggested, named or given reply in the outbox, due at once unless `--delay` says otherwise. */
export const replyCommand: Command = {
  usage: 'reply --profile DIR TICKET [--macro M] [--text-file F] [--delay SECONDS] [--again] [--json]',
  shape: { options: ['profile', 'macro', 'text-file', 'delay'], flags: ['again', 'json'], words: ['TICKET'] },
  async run(given, line) {
    const ticket = (given.words[0] ?? '').toUpperCase();
    if (!/^T-\d{1,12}$/.test(ticket)) throw usage(`"${given.words[0] ?? ''}" is no ticket; a ticket is T-<number>`);
    const delaySeconds = readDelay(given.option('delay'));
    const textFile = given.option('text-file');
    const text = textFile === null ? null : await readText(resolve(line.workingDir, textFile));
    const profile = await openProfile(given.needed('profile'), line, { network: false });
    try {
      const macro = given.option('macro');
      const accepted = await profile.client.call('replies.queue', {
        ticket,
        macro,
        text,
        delaySeconds,
        again: given.has('again'),
      });
      for (const item of accepted.items) {
        const { id: outbox, decision, to, subject } = item;
        line.print(
          given.has('json')
            ? JSON.stringify({ outbox, ticket, decision, to, subject })
            : `${item.kind === 'reply' ? 'Reply' : 'Escalation'} ${outbox} to ${to} for ${ticket}: ${subject}`,
        );
      }
      return EXIT.done;
    } finally {
      await profile.close();
    }
  },
};

function readDelay(given: string | null): number {
  if (given === null) return 0;
  if (!/^\d{1,5}$/.test(given) || Number(given) > 86_400) throw usage('--delay takes seconds from 0 to 86400');
  return Number(given);
}

async function readText(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new SportelloError('file-unreadable', `Cannot read ${file}: ${String(error)}`, {
      action: 'Check the path and that you may read it.',
      cause: error,
    });
  });
  const clean = text.replace(/^\uFEFF/, '').trim();
  if (clean !== '') return clean;
  throw new SportelloError('file-unreadable', `${file} is empty`, { action: 'Write the reply into it.' });
}
