import { assertNever } from '../assert';
import type { DeskHealth, HostFacts } from '../contract/health';
import { judgeHealth } from './health';
import type { HealthId, HealthSeverity } from './health';

const SIGNS: Readonly<Record<HealthSeverity, string>> = { ok: '  ', warning: '! ', error: 'X ' };
const LABEL_WIDTH = 12;

/**
 * The diagnostics of a desk as text, for somebody who helps: always in English, times in UTC. It is made of figures, states and codes
 * alone (`DeskHealth`), so it names no customer, no address, no server, no folder and no secret.
 */
export function diagnosticsText(health: DeskHealth, host: HostFacts): string {
  const lines = judgeHealth(health, host).map(({ id, severity, todo }) =>
    row(`${SIGNS[severity]}${id}`, `${lineText(id, health, host)}${todo === null ? '' : ` [${todo}]`}`),
  );
  return [
    `Sportello diagnostics, ${time(health.at)}`,
    'No customer, address, server, folder or secret is named here. ! warning, X error.',
    '',
    row('  version', versionText(host)),
    row('  runtime', runtimeText(health, host)),
    ...lines,
    '',
  ].join('\n');
}

function versionText({ version, fallback }: HostFacts): string {
  return `Sportello ${version}${fallback ? ', test runtime, not for users' : ''}`;
}

function runtimeText({ node, platform }: DeskHealth, { electron }: HostFacts): string {
  return `${electron === null ? 'command line' : `Electron ${electron}`}, Node ${node}, ${platform}`;
}

function lineText(id: HealthId, health: DeskHealth, host: HostFacts): string {
  const { mailbox, purchases, hotmart, outbox, store } = health;
  switch (id) {
    case 'mailbox':
      return `${mailbox.reading}${inBrackets(mailbox.failure)}, last heard ${time(mailbox.lastHeardAt)}`;
    case 'comparison':
      return `last full comparison ${time(mailbox.lastComparedAt)}`;
    case 'purchases':
      return `${purchases.purchases} purchases, ${purchases.products} products, last import ${time(purchases.lastImportAt)}`;
    case 'hotmart':
      if (hotmart === null) return 'API not set up';
      return `last round ${time(hotmart.lastRoundAt)}${inBrackets(hotmart.failure)}, complete ${time(hotmart.completeAt)}`;
    case 'outbox': {
      const states = outbox.states.map(({ state, count }) => `${count} ${state}`).join(', ') || 'nothing waits';
      return `${outbox.stopped === null ? '' : `stopped (${outbox.stopped}), `}${states}, next due ${time(outbox.nextAt)}`;
    }
    case 'store':
      return `${store.kind}, encryption ${store.encryption}, schema ${store.schema}, size ${megabytes(store.bytes)}`;
    case 'copy':
      return `newest ${time(store.newestCopyAt)}${inBrackets(store.copyFailure)}`;
    case 'check':
      if (store.checked === null) return 'not since the start';
      return `${store.checked.sound ? 'sound' : 'not sound'}, ${time(store.checked.at)}`;
    case 'quarantine':
      return `${health.quarantined} messages`;
    case 'engine':
      return `started ${time(health.startedAt)}, ${host.restarts === null ? 'restarts not known' : `${host.restarts} restarts`}`;
    case 'disk':
      return `${megabytes(store.freeBytes)} free`;
    default:
      return assertNever(id);
  }
}

function row(label: string, text: string): string {
  return `${label.padEnd(LABEL_WIDTH + 2)}${text}`;
}

function inBrackets(code: string | null): string {
  return code === null ? '' : ` (${code})`;
}

function time(at: number | null): string {
  return at === null ? 'never' : new Date(at).toISOString().replace(/:\d\d\.\d+Z$/, 'Z');
}

function megabytes(bytes: number | null): string {
  return bytes === null ? 'not known' : `${Math.round(bytes / 1024 / 1024)} MB`;
}
