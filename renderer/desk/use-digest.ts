import { useEffect, useRef } from 'react';
import { SportelloError } from '../../shared/contract/errors';
import type { ShellState } from '../../shared/contract/shell-api';
import type { DailyDigest } from '../../shared/domain/daily-digest';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/words';
import type { Desk } from './desk';
import { useRights } from './rights';

/** How often the engine is asked whether it is time, ms: a machine that slept over the hour is late by no more. */
const LOOK_MS = 60_000;

/** Tells a lead once a working day how the desk stands; a press opens Team lead (the engine says when, and never twice). */
export function useDigest(desk: Desk, choice: ShellState['notifications']['digest']): void {
  const words = useWords();
  const { lead } = useRights();
  const latest = useRef(words);
  useEffect(() => {
    latest.current = words;
  });
  const isWanted = choice.on && lead;
  const { at } = choice;
  useEffect(() => {
    if (!isWanted) return undefined;
    const look = async (): Promise<void> => {
      const { digest } = await desk.engine.call('digest.take', { at });
      if (digest === null) return;
      const notice = {
        title: latest.current.t('digest.title'),
        body: digestText(latest.current, digest),
        ticket: null,
      };
      await desk.shell.notify({ ...notice, command: 'go.team-lead' });
    };
    const ask = (): void =>
      void look().catch((error: unknown) => {
        // A store that is away is said elsewhere, and the next look is a minute off.
        if (!(error instanceof SportelloError)) desk.complain(error);
      });
    ask();
    const timer = setInterval(ask, LOOK_MS);
    return () => clearInterval(timer);
  }, [desk, isWanted, at]);
}

/** What the notification says, a line for each figure that is one. */
export function digestText(words: Words, digest: DailyDigest): string {
  const { owed, breached, oldestAt, silentProducers, from, cameIn, backlog } = digest;
  const since = { when: words.day(from), n: cameIn, change: signed(words, backlog) };
  return [
    oldestAt === null
      ? words.t('digest.owed', { n: owed })
      : words.t('digest.owed-since', { n: owed, when: words.moment(oldestAt) }),
    ...(breached > 0 ? [words.t('digest.breached', { n: breached })] : []),
    ...(silentProducers > 0 ? [words.t('digest.silent', { n: silentProducers })] : []),
    words.t('digest.came-in', since),
  ].join('\n');
}

function signed(words: Words, count: number): string {
  return new Intl.NumberFormat(words.language, { signDisplay: 'exceptZero' }).format(count);
}
