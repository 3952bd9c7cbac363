/** The statement that writes one row of a team's change feed by hand; $1 kind, $2 key. */
export function sqlOfFeed(schema: string): string {
  return `insert into ${schema}.change (kind, key) values ($1, $2)`;
}
