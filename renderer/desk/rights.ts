import type { SignedInMember } from '../../shared/domain/team-roles';
import { isLead, mayDecide } from '../../shared/domain/team-roles';
import { useEngine } from '../engine-client';

/**
 * What the person at this desk may do, to offer nothing that the team's server refuses. All of it on a store of one's own; until the desk has
 * said who it is, nothing that a role takes away.
 */
export function useRights(): { readonly lead: boolean; readonly decides: (by: string) => boolean } {
  const { data } = useEngine('desk.status', {});
  if (data === undefined) return { lead: false, decides: () => false };
  const member: SignedInMember | null = data.member;
  return { lead: isLead(member), decides: (by) => mayDecide(member, by) };
}
