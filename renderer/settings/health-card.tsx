import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { assertNever } from '../../shared/assert';
import type { DeskHealth, HostFacts } from '../../shared/contract/health';
import type { ShellState } from '../../shared/contract/shell-api';
import { judgeHealth } from '../../shared/domain/health';
import type { HealthId } from '../../shared/domain/health';
import { Card } from '../desk/page';
import { useBusy } from '../desk/use-busy';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';
import { sportello } from '../sportello';
import { DiagnosticsDialog } from './diagnostics-dialog';

const SIGNS = { ok: '✓', warning: '!', error: '✕' } as const;

/** How the desk is: each line with what to do where something is wrong, and all of it as a text for somebody who helps. */
export function HealthCard(props: { readonly shell: ShellState }) {
  const words = useWords();
  const health = useEngine('desk.health', {});
  // Main tells of its profile by itself, but not of an engine that it started again.
  const shell = useQuery({ queryKey: ['shell.state'], queryFn: () => sportello().shell.state() });
  const { busy, run } = useBusy();
  const [isShown, setShown] = useState(false);
  if (health.data === undefined) return null;
  const host = hostFacts(shell.data ?? props.shell);
  const { data } = health;
  return (
    <Card title={words.t('health.title')} text={words.t('health.text')}>
      <ul className="health" aria-label={words.t('health.title')}>
        <li>
          <span />
          <span>{words.t('health.label.version')}</span>
          <span>
            Sportello {host.version} · Electron {host.electron} · Node {data.node} · {data.platform}
            {host.fallback && ` · ${words.t('about.fallback')}`}
          </span>
        </li>
        {judgeHealth(data, host).map(({ id, severity, todo }) => (
          <li key={id} data-line={id} data-severity={severity}>
            <span aria-hidden>{SIGNS[severity]}</span>
            <span>{words.t(`health.label.${id}`)}</span>
            <span>
              {lineText(words, id, data, host)}
              {todo !== null && <em>{words.t(`health.do.${todo}`)}</em>}
            </span>
          </li>
        ))}
      </ul>
      <div className="card-row">
        <Button size="xs" variant="default" onClick={() => setShown(true)}>
          {words.t('health.copy')}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          loading={busy}
          onClick={() =>
            void run(async () => {
              await Promise.all([health.refetch(), shell.refetch()]);
            })
          }
        >
          {words.t('health.again')}
        </Button>
      </div>
      {isShown && <DiagnosticsDialog health={data} host={host} onClose={() => setShown(false)} />}
    </Card>
  );
}

function hostFacts({ version, runtime, engineRestarts }: ShellState): HostFacts {
  return { version, electron: runtime.electron, fallback: runtime.fallback, restarts: engineRestarts };
}

function lineText(words: Words, id: HealthId, health: DeskHealth, host: HostFacts): string {
  const { mailbox, purchases, hotmart, outbox, store } = health;
  const when = (at: number | null): string => (at === null ? words.t('health.never') : words.moment(at));
  const size = (bytes: number | null): string => (bytes === null ? '–' : words.size(bytes));
  switch (id) {
    case 'mailbox':
      return words.t('health.say.mailbox', {
        reading: words.t(`health.reading.${mailbox.reading}`),
        when: when(mailbox.lastHeardAt),
      });
    case 'comparison':
      return when(mailbox.lastComparedAt);
    case 'purchases':
      return words.t('health.say.purchases', {
        purchases: purchases.purchases,
        products: purchases.products,
        when: when(purchases.lastImportAt),
      });
    case 'hotmart':
      return hotmart === null
        ? words.t('health.say.hotmart-off')
        : words.t('health.say.hotmart', { when: when(hotmart.lastRoundAt) });
    case 'outbox': {
      const states = outbox.states.map(({ state, count }) => `${count} ${words.t(`outbox.state.${state}`)}`);
      const counts = states.length === 0 ? words.t('health.say.outbox-empty') : states.join(', ');
      return outbox.nextAt === null
        ? counts
        : `${counts} · ${words.t('health.say.next', { when: when(outbox.nextAt) })}`;
    }
    case 'store':
      return `${words.t(`encryption.${store.encryption}`)} · ${words.t('health.say.store', {
        size: size(store.bytes),
        schema: store.schema,
      })}`;
    case 'copy':
      return store.kind === 'team' ? words.t('encryption.server') : when(store.newestCopyAt);
    case 'check':
      if (store.checked === null) return words.t('health.say.unchecked');
      return words.t(store.checked.sound ? 'health.say.sound' : 'health.say.unsound', { when: when(store.checked.at) });
    case 'quarantine':
      return words.t('health.say.quarantine', { n: health.quarantined });
    case 'engine':
      return words.t('health.say.engine', { when: when(health.startedAt), n: host.restarts ?? 0 });
    case 'disk':
      return words.t('health.say.disk', { size: size(store.freeBytes) });
    default:
      return assertNever(id);
  }
}
