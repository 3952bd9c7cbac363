import type { ShellState } from './shell-api';

/** Whose tickets are shown, as a text to compare by: in another profile or team the same number is another ticket. */
export function storeKey({ profileDir, team }: Pick<ShellState, 'profileDir' | 'team'>): string {
  return JSON.stringify([profileDir, team]);
}
