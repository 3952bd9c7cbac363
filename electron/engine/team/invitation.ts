import { writeTeamAddress } from '../store/postgres/team-address';
import type { TeamAddress } from '../store/postgres/team-address';
import type { Member } from './people';

/** What a person needs to join, and nothing that lets anybody in: the password goes another way. */
export type Invitation = {
  /** The address of the store for this person. */
  readonly url: string;
  /** To be put into `profile.json`. */
  readonly profile: {
    readonly agent: { readonly name: string; readonly email: string };
    readonly store: { readonly kind: 'postgres'; readonly url: string };
  };
};

/** The invitation of a member to the team at this address. */
export function invitationFor(address: TeamAddress, member: Pick<Member, 'login' | 'name' | 'email'>): Invitation {
  const url = writeTeamAddress({ ...address, user: member.login });
  return {
    url,
    profile: { agent: { name: member.name, email: member.email }, store: { kind: 'postgres', url } },
  };
}
