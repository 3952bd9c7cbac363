import { HOTMART_READERS } from '../../shared/contract/hotmart';
import type { HotmartRound } from '../../shared/contract/hotmart';
import { EXIT } from './command';
import type { Command } from './command';
import { openProfile } from './open-profile';
import { isoTime } from './table-text';

/** `fetch`: reads what is due of Hotmart's API and prints what came; exit 1 where lists of sales could not be read. */
export const fetchCommand: Command = {
  usage: 'fetch --profile DIR [--json]',
  shape: { options: ['profile'], flags: ['json'], words: [] },
  async run(given, line) {
    const profile = await openProfile(given.needed('profile'), line, { network: true });
    try {
      const { lastRound } = await profile.client.call('hotmart.refresh', {});
      // a refresh that settles has ended a round
      if (lastRound === null) throw new Error('A round ended and is not written down');
      if (given.has('json')) line.print(JSON.stringify(roundJson(lastRound)));
      else for (const text of roundLines(lastRound)) line.print(text);
      for (const { message, action } of lastRound.problems) line.complain(`${message} ${action}`);
      return lastRound.isComplete ? EXIT.done : EXIT.failed;
    } finally {
      await profile.close();
    }
  },
};

function roundJson({ kind, isComplete, startedAt, counts, problems }: HotmartRound): unknown {
  return {
    round: kind,
    complete: isComplete,
    startedAt: isoTime(startedAt),
    counts,
    problems: problems.map(({ code, message, action }) => ({ code, text: message, do: action })),
  };
}

function roundLines({ counts }: HotmartRound): readonly string[] {
  return HOTMART_READERS.flatMap((reader) => {
    const count = counts[reader];
    if (!count) return [];
    const { read, added, changed, unchanged, refused } = count;
    return [`${reader}: ${read} read: ${added} added, ${changed} changed, ${unchanged} unchanged, ${refused} refused`];
  });
}
