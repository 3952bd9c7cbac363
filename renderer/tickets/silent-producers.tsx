import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SilentProducer } from '../../shared/contract/escalations';
import { useDesk } from '../desk/desk-context';
import { remindProducer } from '../desk/escalating';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import './silent-producers.css';

function Silent(props: { readonly silent: SilentProducer }) {
  const desk = useDesk();
  const words = useWords();
  const [shown, setShown] = useState(false);
  const { silent } = props;
  const oldest = silent.cases[0];
  const name = silent.producer === '' ? silent.to : silent.producer;
  return (
    <li className="silent-producer" data-lead={silent.cases.some(({ lead }) => lead) || undefined}>
      <p>
        <strong>{name}</strong>{' '}
        <span>
          {words.t('silent.since', { count: silent.cases.length, when: words.moment(oldest?.since ?? 0) })}
          {silent.cases.some(({ lead }) => lead) && ` · ${words.t('silent.lead')}`}
        </span>
      </p>
      <div className="silent-bar">
        <Button size="compact-xs" variant="default" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {words.t(shown ? 'silent.hide' : 'silent.look')}
        </Button>
        <Button size="compact-xs" onClick={() => void remindProducer(desk, silent)}>
          {words.t('silent.remind', { count: silent.cases.length })}
        </Button>
      </div>
      {shown && (
        <div className="silent-draft">
          <p>
            {silent.to} · {silent.subject}
          </p>
          {/* A text that scrolls must be reachable by key. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre tabIndex={0}>{silent.text}</pre>
        </div>
      )}
    </li>
  );
}

/** Producers who let somebody wait past the limit: one drafted reminder each, which a person sends (casework.md). */
export function SilentProducers() {
  const words = useWords();
  const { data } = useEngine('escalations.silent', {});
  if (data === undefined || data.length === 0) return null;
  return (
    <section className="silent" aria-label={words.t('zone.silent')}>
      <h2>{words.t('zone.silent')}</h2>
      <ul>
        {data.map((silent) => (
          <Silent key={silent.to} silent={silent} />
        ))}
      </ul>
    </section>
  );
}
