import { resolve } from 'node:path';
import { SportelloError } from '../../shared/contract/errors';
import { createOutside } from '../engine/hosts/outside';
import type { Outside } from '../engine/outside';
import { loadProfile } from '../engine/profile';
import { secretsFromEnvironment } from '../../shared/contract/secret-variables';
import { TEAM_ROLES } from '../engine/store/postgres/rights';
import type { TeamRole } from '../engine/store/postgres/rights';
import { readTeamAddress, teamConnection } from '../engine/store/postgres/team-address';
import type { TeamAddress } from '../engine/store/postgres/team-address';
import type { TeamConnection } from '../engine/store/postgres/team-address';
import { migrateTeamSchema } from '../engine/store/postgres/team-schema';
import { checkConnection } from '../engine/team/check-connection';
import { createTeam, upgradeTeam } from '../engine/team/create-team';
import { invitationFor } from '../engine/team/invitation';
import { addMember, changeRole, listMembers, neededMember, removeMember } from '../engine/team/people';
import { usage } from './arguments';
import type { Arguments } from './arguments';
import { EXIT } from './command';
import type { Command, CommandLine } from './command';
import { memberPassword } from './member-password';
import { columns, isoTime, plain } from './table-text';

/** Where the team is, and as whom. */
type Place = { readonly address: TeamAddress; readonly connection: TeamConnection; readonly outside: Outside };
/** One of the command's words: does it, and answers the result as JSON and as text. */
type Work = (
  place: Place,
  given: Arguments,
  line: CommandLine,
) => Promise<{ json: readonly unknown[]; text: readonly string[] }>;

const ACTS: Readonly<Record<string, { readonly words: readonly number[]; readonly run: Work }>> = {
  create: { words: [0], run: create },
  add: { words: [1, 2], run: add },
  remove: { words: [1], run: remove },
  role: { words: [2], run: role },
  list: { words: [0], run: list },
  invite: { words: [1], run: invite },
  upgrade: { words: [0], run: upgrade },
  check: { words: [0], run: check },
};

/**
 * `team`: makes a team on a PostgreSQL server, adds and removes people, checks the connection. Passwords come from
 * SPORTELLO_STORE_PASSWORD (whoever runs it) and SPORTELLO_MEMBER_PASSWORD (who is added), never from arguments.
 */
export const teamCommand: Command = {
  usage:
    'team create|add NAME <EMAIL>|remove LOGIN|role LOGIN ROLE|list|invite LOGIN|upgrade|check (--profile DIR | --url URL) [--name TEAM] [--agent "NAME <EMAIL>"] [--role agent|lead|admin] [--login LOGIN] [--generate-password] [--json]',
  shape: {
    options: ['profile', 'url', 'name', 'agent', 'role', 'login'],
    flags: ['generate-password', 'json'],
    words: ['ACT', '[WORD]', '[WORD]'],
  },
  async run(given, line) {
    const [name = '', ...words] = given.words;
    const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
    if (!act) throw usage(`There is no "team ${name}"; there are ${Object.keys(ACTS).join(', ')}`);
    if (!act.words.includes(words.length)) throw usage(`"team ${name}" takes ${act.words.join(' or ')} words after it`);
    const place = await findTeam(given, line);
    const { json, text } = await act.run(place, given, line);
    for (const one of given.has('json') ? json.map((value) => JSON.stringify(value)) : text) line.print(one);
    return EXIT.done;
  },
};

async function create({ address, connection, outside }: Place, given: Arguments) {
  const team = given.needed('name');
  const admin = readPerson(given.needed('agent'));
  const { isNew } = await createTeam(connection, { name: team, admin }, outside, migrateTeamSchema);
  const { schema, user: login } = address;
  return {
    json: [{ team, schema, login, new: isNew }],
    text: [
      isNew ? `The team ${team} is made; ${login} is its admin.` : `The team in ${schema} was there; it is complete.`,
    ],
  };
}

async function add({ address, connection, outside }: Place, given: Arguments, line: CommandLine) {
  const person = readPerson(given.words.slice(1).join(' '));
  const role = readRole(given.needed('role'));
  const login = given.option('login') ?? loginOf(person.email);
  const isGenerated = given.has('generate-password');
  const password = await memberPassword(isGenerated ? outside.ids : null, line);
  await addMember(connection, { ...person, login, role, password }, outside);
  const { url } = invitationFor(address, { ...person, login });
  // Asked for, and nowhere else: it is printed this once.
  const shown = isGenerated ? { password } : {};
  return {
    json: [{ login, ...person, role, url, ...shown }],
    text: [`${person.name} is ${role} with the login ${login}.`, ...(isGenerated ? [`Password: ${password}`] : [])],
  };
}

async function remove({ connection, outside }: Place, given: Arguments) {
  const login = given.words[1] ?? '';
  const ended = await removeMember(connection, login, outside);
  return { json: [{ login, ended }], text: [`${login} is removed; ${String(ended)} open connections were ended.`] };
}

async function role({ connection, outside }: Place, given: Arguments) {
  const [, login = '', word = ''] = given.words;
  const wanted = readRole(word);
  await changeRole(connection, login, wanted, outside);
  return { json: [{ login, role: wanted }], text: [`${login} is ${wanted}.`] };
}

async function list({ connection }: Place) {
  const members = await listMembers(connection);
  const removed = (at: number | null): string | null => (at === null ? null : isoTime(at));
  return {
    json: members.map(({ login, name, email, role, addedAt, removedAt }) => ({
      login,
      name,
      email,
      role,
      addedAt: isoTime(addedAt),
      removedAt: removed(removedAt),
    })),
    text: columns(
      members.map(({ login, name, email, role, removedAt }) => [
        login,
        removedAt === null ? role : 'removed',
        plain(name),
        plain(email),
      ]),
    ),
  };
}

async function invite({ address, connection }: Place, given: Arguments) {
  const member = await neededMember(connection, given.words[1] ?? '');
  const { url, profile } = invitationFor(address, member);
  const ca = address.authority;
  return {
    json: [{ login: member.login, url, profile }],
    text: [
      `${member.name} joins with this address, and with the password, which goes another way:`,
      url,
      'Or by hand, in profile.json:',
      JSON.stringify(profile, null, 2),
      ...(ca === null
        ? []
        : [`Beside profile.json lies the server's certificate, ${ca}: send it along, it is no secret.`]),
    ],
  };
}

async function upgrade({ connection, outside }: Place) {
  await upgradeTeam(connection, outside, migrateTeamSchema);
  const { team } = await checkConnection(connection);
  return { json: [{ team, upgraded: true }], text: [`The team ${team} is at this version.`] };
}

async function check({ connection }: Place) {
  const { member, team, server } = await checkConnection(connection);
  return {
    json: [{ ok: true, team, server, ...member }],
    text: [`${member.name} is ${member.role} of ${team}; PostgreSQL ${server} answers.`],
  };
}

async function findTeam(given: Arguments, line: CommandLine): Promise<Place> {
  const [dir, url] = [given.option('profile'), given.option('url')];
  if ((dir === null) === (url === null)) throw usage('Give either --profile DIR or --url URL');
  const profileDir = resolve(line.workingDir, dir ?? '.');
  const address = readTeamAddress(url ?? (await teamUrl(profileDir)));
  const password = secretsFromEnvironment(line.environment).storePassword ?? null;
  return {
    address,
    connection: teamConnection(address, password, profileDir),
    outside: createOutside({ resourcesDir: line.resourcesDir, sinks: [(text) => line.complain(text)] }),
  };
}

async function teamUrl(profileDir: string): Promise<string> {
  const { store } = await loadProfile(profileDir);
  if (store?.kind === 'postgres') return store.url;
  throw new SportelloError('profile-incomplete', `The profile ${profileDir} has no team's store.`, {
    action: 'Write "store":{"kind":"postgres","url":"postgres://…"} in profile.json, or give --url.',
    detail: { profileDir },
  });
}

function readPerson(text: string): { readonly name: string; readonly email: string } {
  const [, name = '', email = ''] = /^\s*([^<>]{1,200}?)\s*<([^<>\s@]+@[^<>\s@]+)>\s*$/.exec(text) ?? [];
  if (name === '' || email === '') throw usage('Write a person as "Anna Rossi <anna@corsi.example>"');
  return { name, email };
}

function readRole(word: string): TeamRole {
  const found = TEAM_ROLES.find((role) => role === word);
  if (found) return found;
  throw usage(`There is no role "${word}"; there are ${TEAM_ROLES.join(', ')}`);
}

/** `anna.rossi@corsi.example` → `anna_rossi`. */
function loginOf(email: string): string {
  const login = email
    .slice(0, email.lastIndexOf('@'))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (/^[a-z]/.test(login)) return login;
  throw usage(`${email} makes no login: give one with --login`);
}
