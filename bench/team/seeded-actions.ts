import { seededRandom } from '../../tests/support/seeded-random';
import { nameOf, numberOf, senderOf } from '../passes/made-people';

/** What a desk does: 60 % next ticket, 20 % list, 10 % search, 10 % reply. */
export const ACTIONS = ['next', 'list', 'search', 'reply'] as const;
export type Action = (typeof ACTIONS)[number];

/** One action of each desk in this time. */
export const ACTION_EVERY_MS = 5_000;
/** Queues that agents work in. */
export const WORKED_QUEUES = ['inbox', 'support', 'classify'] as const;
/** Lines of a page, as the window asks for them. */
export const PAGE_LINES = 100;
export const SEARCH_LINES = 50;

/** The choices of one desk, the same in every run. */
export type Choices = {
  action(): Action;
  queue(): (typeof WORKED_QUEUES)[number];
  /** A whole number below this one. */
  below(bound: number): number;
  /** What is typed into the search: mostly somebody's address, name or number, now and then words that many have written. */
  query(tickets: number): string;
};

const WORDS = ['corso', 'credenziali', 'comprei curso', 'activate account', 'rimborso annullare', 'enlace', 'senha'];

export function choices(seed: number): Choices {
  const random = seededRandom(seed);
  const below = (bound: number): number => Math.floor(random() * bound);
  return {
    below,
    action() {
      const at = random();
      if (at < 0.6) return 'next';
      if (at < 0.8) return 'list';
      return at < 0.9 ? 'search' : 'reply';
    },
    queue: () => WORKED_QUEUES[below(WORKED_QUEUES.length)] ?? 'inbox',
    query(tickets) {
      const who = below(tickets);
      switch (below(4)) {
        case 0:
          return senderOf(who);
        case 1:
          return numberOf(who);
        case 2:
          return nameOf(who);
        default:
          return WORDS[below(WORDS.length)] ?? 'corso';
      }
    },
  };
}
