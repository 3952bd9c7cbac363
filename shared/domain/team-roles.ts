/** Roles of a team, each with all that the one before it may. */
export const TEAM_ROLES = ['agent', 'lead', 'admin'] as const;
export type TeamRole = (typeof TEAM_ROLES)[number];

/** Who signed in at a team's store. */
export type SignedInMember = { readonly name: string; readonly email: string; readonly role: TeamRole };

/**
 * Whether somebody may do what casework.md and the team's server leave to leads: allow a decision, review a reply, change a ruling that
 * stands. `member` null: a store of one's own, or the owner of the server, who may do all.
 */
export function isLead(member: SignedInMember | null): boolean {
  return member === null || member.role !== 'agent';
}

/** Whether somebody may decide what becomes of a reply that `by` (a name or an address) wrote: its writer, or a lead. */
export function mayDecide(member: SignedInMember | null, by: string): boolean {
  return member === null || isLead(member) || by === member.name || by === member.email;
}
