import { readTeamAddress } from '../../../shared/domain/team-address';
import { TEAM_ROLES } from '../../../shared/domain/team-roles';
import type { MemberView } from '../../../shared/contract/team-work';
import type { LeaseName } from '../store/leases';
import { readSetting } from '../store/settings-table';
import type { Db } from '../store/tickets-table';
import type { Store } from '../store/store';
import type { HandlersOf } from './handler';

/** The team that a desk works in, as its server says it. */
export const membershipHandlers = {
  'team.membership': async ({ store, profile }) => {
    const settings = profile().store;
    if (store.kind === 'file' || settings?.kind !== 'postgres') return null;
    const { host, database, schema, user } = readTeamAddress(settings.url);
    const holders = await seatHolders(store);
    return {
      team: (await readSetting(store.db, 'team.name')) ?? '',
      at: { host, database, schema, login: user },
      members: await members(store.db),
      reads: holders.get('mailbox') ?? null,
      sends: holders.get('outbox') ?? null,
    };
  },
} satisfies HandlersOf<'team.membership'>;

async function members(db: Db): Promise<readonly MemberView[]> {
  const rows = await db
    .selectFrom('member')
    .select(['login', 'name', 'email', 'role'])
    .where('removed_at', 'is', null)
    .orderBy('name')
    .execute();
  return rows.flatMap(({ role, ...person }) => {
    const known = TEAM_ROLES.find((one) => one === role);
    return known === undefined ? [] : [{ ...person, role: known }];
  });
}

/** Whose tenure of each seat has not ended, by the server's clock. */
async function seatHolders(store: Store): Promise<ReadonlyMap<LeaseName, string>> {
  const rows = await store.db
    .selectFrom('lease')
    .select(['name', 'holder_name'])
    .where('until_at', '>', store.serverTime())
    .execute();
  return new Map(rows.map((row) => [row.name as LeaseName, row.holder_name]));
}
