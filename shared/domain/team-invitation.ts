/** More than `team invite` ever prints; a paste is not searched further. */
const LONGEST_INVITATION = 20_000;

/**
 * The address of the store in what a person pastes: the link alone, the lines for `profile.json`, the line of `team invite --json`, or all
 * that the command prints, in a mail with words around it. null where there is none. The address itself is read by `readTeamAddress`.
 */
export function addressInInvitation(text: string): string | null {
  const [found] = /\bpostgres(?:ql)?:\/\/[^\s"'<>`]+/.exec(text.slice(0, LONGEST_INVITATION)) ?? [];
  // A mail ends its sentences.
  return found?.replace(/[.,;:!)\]]+$/, '') ?? null;
}
