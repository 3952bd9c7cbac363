import { Button, Loader } from '@mantine/core';
import { IconMoodSmile, IconPlugConnected, IconPlugConnectedX, IconSearchOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Queue } from '../../shared/domain/ticket';
import { useDesk } from '../desk/desk-context';
import { explainError } from '../desk/explain-error';
import { connectionText } from '../desk/status-bar';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

function Empty(props: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="empty">
      {props.icon}
      <strong>{props.title}</strong>
      <p>{props.text}</p>
      {props.children}
    </div>
  );
}

/** What stands where tickets would: why there are none, and the next thing to do. */
export function EmptyList(props: {
  readonly queue: Queue;
  readonly loading: boolean;
  readonly searching: boolean;
  readonly error: Error | null;
}) {
  const desk = useDesk();
  const words = useWords();
  const { connection, lastHeardAt } = useEngine('desk.status', {}).data ?? {};
  const glyph = { size: 34, stroke: 1.3, 'aria-hidden': true } as const;
  if (props.error !== null) {
    const { sentence, detail } = explainError(props.error);
    return (
      <Empty icon={<IconPlugConnectedX {...glyph} />} title={words.say(sentence)} text={words.say(detail)}>
        <Button size="xs" variant="default" onClick={() => void desk.queries.invalidateQueries()}>
          {words.t('action.try-again')}
        </Button>
      </Empty>
    );
  }
  if (props.loading) {
    return <Empty icon={<Loader size="sm" aria-hidden />} title={words.t('empty.loading')} text="" />;
  }
  if (props.searching) {
    return (
      <Empty icon={<IconSearchOff {...glyph} />} title={words.t('empty.search')} text={words.t('empty.search.do')} />
    );
  }
  if (connection?.kind === 'not-configured') {
    return (
      <Empty
        icon={<IconPlugConnected {...glyph} />}
        title={words.t('empty.mailbox')}
        text={words.t('empty.mailbox.do')}
      >
        <Button size="xs" onClick={() => desk.goTo('settings')}>
          {words.t('welcome.connect')}
        </Button>
      </Empty>
    );
  }
  if (connection?.kind === 'syncing') {
    const { done, total, folder } = connection;
    return (
      <Empty
        icon={<Loader size="sm" aria-hidden />}
        title={words.t('empty.syncing')}
        text={words.t('status.syncing', { folder, done, total })}
      />
    );
  }
  // Before the first word of the server an empty Inbox says nothing about the customers.
  if (lastHeardAt === null && connection && ['connecting', 'offline', 'stopped'].includes(connection.kind)) {
    return (
      <Empty
        icon={<IconPlugConnected {...glyph} />}
        title={words.t('empty.unread')}
        text={connectionText(words, connection)}
      />
    );
  }
  const first = props.queue === 'inbox';
  return (
    <Empty
      icon={<IconMoodSmile {...glyph} />}
      title={words.t(first ? 'empty.inbox' : 'empty.queue')}
      text={words.t(first ? 'empty.inbox.do' : 'empty.queue.do')}
    />
  );
}
