import { assertNever } from '../assert';
import type { DeskHealth, HostFacts } from '../contract/health';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Purchase data older than this are worth a word, ms. */
export const OLD_DATA_MS = 7 * DAY_MS;
/** From this age on the newest copy is a warning, ms: a weekend with a closed desk is none. */
export const OLD_COPY_MS = 3 * DAY_MS;
/** A round of Hotmart's API of this age, where one comes several times an hour, is worth a word, ms. */
export const OLD_ROUND_MS = DAY_MS;
/** Less room than this on the store's disk is worth a word, bytes. */
export const SCARCE_BYTES = 200 * 1024 * 1024;
/** Every message is compared every six hours and after each start: four times that, and something keeps it from ending. */
const OLD_COMPARISON_MS = DAY_MS;
/** A first pass over a large mailbox takes its time, ms. */
const FIRST_COMPARISON_MS = 2 * HOUR_MS;

/** What is looked at, in the order in which it is shown. */
export const HEALTH_IDS = [
  'mailbox',
  'comparison',
  'purchases',
  'hotmart',
  'outbox',
  'store',
  'copy',
  'check',
  'quarantine',
  'engine',
  'disk',
] as const;
export type HealthId = (typeof HEALTH_IDS)[number];

/** What a person should do about a line. */
export type HealthTodo =
  | 'connect'
  | 'offline'
  | 'sign-in'
  | 'compare'
  | 'import'
  | 'import-newer'
  | 'read-hotmart'
  | 'hotmart-failed'
  | 'outbox-stopped'
  | 'outbox-problems'
  | 'encrypt'
  | 'copy'
  | 'copy-failed'
  | 'check-failed'
  | 'quarantine'
  | 'restarts'
  | 'disk';

export type HealthSeverity = 'ok' | 'warning' | 'error';
export type HealthLine = {
  readonly id: HealthId;
  readonly severity: HealthSeverity;
  /** null where nothing is wrong. */
  readonly todo: HealthTodo | null;
};

/** Says of each line whether something is wrong, and what to do then: one line for each of `HEALTH_IDS`. */
export function judgeHealth(health: DeskHealth, host: Pick<HostFacts, 'restarts'>): readonly HealthLine[] {
  return HEALTH_IDS.map((id) => {
    const found = judge(id, health, host);
    return { id, severity: found?.[0] ?? 'ok', todo: found?.[1] ?? null };
  });
}

type Verdict = readonly [Exclude<HealthSeverity, 'ok'>, HealthTodo] | null;

function judge(id: HealthId, health: DeskHealth, host: Pick<HostFacts, 'restarts'>): Verdict {
  const { outbox, store, purchases } = health;
  switch (id) {
    case 'mailbox':
      return judgeMailbox(health);
    case 'comparison':
      return judgeComparison(health);
    case 'purchases':
      if (purchases.lastImportAt === null) return ['warning', 'import'];
      return health.at - purchases.lastImportAt > OLD_DATA_MS ? ['warning', 'import-newer'] : null;
    case 'hotmart':
      return judgeHotmart(health);
    case 'outbox':
      if (outbox.stopped !== null) return ['error', 'outbox-stopped'];
      return outbox.problems > 0 ? ['error', 'outbox-problems'] : null;
    case 'store':
      return store.encryption === 'none' && !health.demo ? ['warning', 'encrypt'] : null;
    case 'copy':
      return judgeCopy(health);
    case 'check':
      return store.checked?.sound === false ? ['error', 'check-failed'] : null;
    case 'quarantine':
      return health.quarantined > 0 ? ['warning', 'quarantine'] : null;
    case 'engine':
      return (host.restarts ?? 0) > 0 ? ['warning', 'restarts'] : null;
    case 'disk':
      return store.freeBytes !== null && store.freeBytes < SCARCE_BYTES ? ['warning', 'disk'] : null;
    default:
      return assertNever(id);
  }
}

function judgeMailbox({ mailbox }: DeskHealth): Verdict {
  switch (mailbox.reading) {
    case 'not-configured':
      return ['warning', 'connect'];
    case 'offline':
      return ['error', 'offline'];
    case 'stopped':
      return ['error', 'sign-in'];
    case 'connecting':
    case 'syncing':
    case 'listening':
    case 'elsewhere':
    case 'not-read':
      return null;
    default:
      return assertNever(mailbox.reading);
  }
}

function judgeComparison({ at, startedAt, mailbox }: DeskHealth): Verdict {
  // Who does not read it has compared nothing, and the line above says so.
  if (mailbox.reading !== 'listening' && mailbox.reading !== 'syncing') return null;
  const { lastComparedAt } = mailbox;
  const isLate =
    lastComparedAt === null ? at - startedAt > FIRST_COMPARISON_MS : at - lastComparedAt > OLD_COMPARISON_MS;
  return isLate ? ['warning', 'compare'] : null;
}

function judgeHotmart({ at, hotmart }: DeskHealth): Verdict {
  if (hotmart === null) return null;
  if (hotmart.failure !== null) return ['warning', 'hotmart-failed'];
  return hotmart.completeAt === null || at - hotmart.completeAt > OLD_ROUND_MS ? ['warning', 'read-hotmart'] : null;
}

function judgeCopy({ at, demo, store }: DeskHealth): Verdict {
  // The demo's mail is invented and made anew; a team's server is backed up by who looks after it.
  if (demo || store.kind === 'team') return null;
  if (store.copyFailure !== null) return ['error', 'copy-failed'];
  return store.newestCopyAt === null || at - store.newestCopyAt >= OLD_COPY_MS ? ['warning', 'copy'] : null;
}
