import { IconLock, IconLockOpen } from '@tabler/icons-react';
import type { ConnectionState, DeskStatus } from '../../shared/contract/views';
import { useEngine } from '../engine-client';
import { useSecond } from '../i18n/use-now';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';
import { useDesk } from './desk-context';
import { KeyCap } from './key-cap';

/** The state of the connection as a sentence. */
export function connectionText(words: Words, connection: ConnectionState): string {
  switch (connection.kind) {
    case 'syncing':
      return words.t('status.syncing', {
        folder: connection.folder,
        done: connection.done,
        total: connection.total,
      });
    case 'offline':
      return words.t('status.offline', { when: words.clock(connection.since) });
    case 'elsewhere':
      return words.t('status.elsewhere', { name: connection.reader });
    case 'not-configured':
    case 'connecting':
    case 'listening':
    case 'stopped':
      return words.t(`status.${connection.kind}`);
  }
}

/** Seconds or more since something was heard, in words. */
function since(words: Words, now: number, at: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  return seconds < 60 ? words.t('age.seconds', { n: seconds }) : words.age(at);
}

function Line(props: { readonly status: DeskStatus }) {
  const { status } = props;
  const desk = useDesk();
  const words = useWords();
  const now = useSecond();
  const { waiting, nextAt, problems } = status.outbox;
  return (
    <>
      <span className="status-light" data-connection={status.connection.kind}>
        <span>
          {connectionText(words, status.connection)}
          {status.troubled !== null && `: ${status.troubled}`}
          {status.lastHeardAt !== null &&
            status.connection.kind === 'listening' &&
            `, ${words.t('status.heard', { when: since(words, now, status.lastHeardAt) })}`}
        </span>
      </span>
      <button type="button" onClick={() => desk.goTo('outbox')}>
        {words.t('status.outbox', { n: waiting })}
        {nextAt !== null && nextAt > now && ` (${words.t('age.seconds', { n: Math.floor((nextAt - now) / 1000) })})`}
        {problems > 0 && ` · ${words.t('status.problems', { count: problems })}`}
      </button>
      {status.quarantined > 0 && (
        <button type="button" onClick={() => desk.goTo('settings')}>
          {words.t('status.quarantined', { n: status.quarantined })}
        </button>
      )}
      <LastImport at={status.lastImportAt} />
      <span className="status-space" />
      {status.demo && <span>{words.t('status.demo')}</span>}
      <span title={words.t(`encryption.${status.storeEncryption}`)}>
        {status.storeEncryption === 'none' ? (
          <IconLockOpen size={13} stroke={1.8} aria-label={words.t('encryption.none')} />
        ) : (
          <IconLock size={13} stroke={1.8} aria-label={words.t(`encryption.${status.storeEncryption}`)} />
        )}
      </span>
      <span title={status.mailboxes.map(({ address }) => address).join(', ')}>
        {status.mailboxes.length > 1
          ? words.t('status.mailboxes', { n: status.mailboxes.length })
          : status.mailbox?.address}
      </span>
    </>
  );
}

/** What is being imported, or how new the purchases are. */
function LastImport({ at }: { readonly at: number | null }) {
  const desk = useDesk();
  const words = useWords();
  const running = useEngine('imports.list', {}).data?.running ?? null;
  if (running !== null) {
    return (
      <button type="button" onClick={() => desk.goTo('settings')}>
        {words.t(`imports.phase.${running.phase}`, { file: running.fileName, rows: running.rows })}
      </button>
    );
  }
  return (
    <span>{at === null ? words.t('status.no-import') : words.t('status.import', { when: words.moment(at) })}</span>
  );
}

/** The bottom line: is mail coming in, is mail going out, and where all keys are. */
export function StatusBar() {
  const desk = useDesk();
  const words = useWords();
  const { data } = useEngine('desk.status', {});
  return (
    <footer className="status">
      {data === undefined ? <span className="status-space">{words.t('empty.loading')}</span> : <Line status={data} />}
      <button type="button" onClick={() => desk.store.set({ dialog: 'keys' })}>
        <KeyCap of="keys" /> {words.t('status.keys')}
      </button>
    </footer>
  );
}
