import { IconAlertTriangle, IconLoader2, IconPlugConnectedX } from '@tabler/icons-react';
import type { PackedError } from '../../shared/contract/errors';
import type { HotmartView } from '../../shared/contract/hotmart';
import type { DeskStatus } from '../../shared/contract/views';
import { useEngine } from '../engine-client';
import { useSecond } from '../i18n/use-now';
import { useWords } from '../i18n/use-words';
import { SignInAgain } from '../settings/sign-in-again';
import { commandNamed } from './commands';
import { useDesk, useDeskState } from './desk-context';
import { explainFailure } from './explain-error';
import { FailureText } from './failure-text';
import { IncidentBanner } from './incident-banner';

/**
 * What must not be overlooked: no mail comes in, no mail goes out, the engine is away, unusually many write about one thing.
 * Gone when it is over.
 */
export function Banners() {
  const desk = useDesk();
  const words = useWords();
  const link = useDeskState((state) => state.link);
  const status = useEngine('desk.status', {}).data;
  const hotmart = useEngine('hotmart.state', {}).data;
  const glyph = { size: 18, stroke: 1.7, 'aria-hidden': true } as const;
  if (link === 'down') {
    return (
      <div className="banner" role="alert">
        <IconLoader2 {...glyph} />
        <span className="banner-text">
          <strong>{words.t('banner.engine')}</strong> {words.t('banner.engine.do')}
        </span>
        <button type="button" onClick={() => void desk.shell.retry()}>
          {words.t('action.try-again')}
        </button>
      </div>
    );
  }
  const uncopied = status?.copyFailure;
  const unerased = status?.erasureFailure;
  const away = status?.storeAway;
  const isBehind = typeof status?.outbox.behindSince === 'number';
  return (
    <>
      {away !== null && away !== undefined && (
        <div className="banner" role="alert">
          <IconPlugConnectedX {...glyph} />
          <span className="banner-text">
            <strong>{words.t('banner.away')}</strong> <FailureText of={explainFailure(away)} />
          </span>
        </div>
      )}
      {status !== undefined && <MailboxBanners status={status} />}
      {uncopied !== null && uncopied !== undefined && (
        <div className="banner" role="alert">
          <IconAlertTriangle {...glyph} />
          <span className="banner-text">
            <strong>{words.t('copies.failed')}</strong> <FailureText of={explainFailure(uncopied)} />
          </span>
          <button type="button" onClick={() => desk.goTo('settings')}>
            {words.t('queue.settings')}
          </button>
        </div>
      )}
      {unerased !== null && unerased !== undefined && (
        <div className="banner" role="alert">
          <IconAlertTriangle {...glyph} />
          <span className="banner-text">
            <strong>{words.t('banner.erasure')}</strong> <FailureText of={explainFailure(unerased)} />
          </span>
        </div>
      )}
      {hotmart !== undefined && isShutOut(hotmart) && (
        <div className="banner" role="alert">
          <IconAlertTriangle {...glyph} />
          <span className="banner-text">
            <strong>{words.t('banner.hotmart')}</strong>{' '}
            {words.t(hotmart.hasSecret ? 'error.hotmart-credentials' : 'hotmart.no-secret')}
          </span>
          <button type="button" onClick={() => desk.goTo('settings')}>
            {words.t('queue.settings')}
          </button>
        </div>
      )}
      {isBehind && (
        <output className="banner">
          <IconAlertTriangle {...glyph} />
          <span className="banner-text">
            <strong>{words.t('banner.behind')}</strong> {words.t('banner.behind.do')}
          </span>
          <button type="button" onClick={() => desk.goTo('outbox')}>
            {words.t('queue.outbox')}
          </button>
        </output>
      )}
      {status !== undefined && <MuteBanners status={status} />}
      {desk.ticket === null && <IncidentBanner />}
    </>
  );
}

function isOneOfSeveral(status: DeskStatus): boolean {
  return status.mailboxes.length > 1;
}

/** That no mail comes in, for each mailbox of which it is so; with several it says which. */
function MailboxBanners({ status }: { readonly status: DeskStatus }) {
  const desk = useDesk();
  const words = useWords();
  const now = useSecond();
  const glyph = { size: 18, stroke: 1.7, 'aria-hidden': true } as const;
  const isNamed = isOneOfSeveral(status);
  const { connection, lastHeardAt } = status;
  const all = isNamed ? status.mailboxes : [{ id: undefined, address: '', connection, lastHeardAt }];
  return all.map((mailbox) => {
    const { address } = mailbox;
    const since = (at: number): string =>
      words.t(isNamed ? 'banner.offline-of' : 'banner.offline', { when: words.moment(at), address });
    if (mailbox.connection.kind === 'offline') {
      const { error, retryAt } = mailbox.connection;
      return (
        <div key={address} className="banner" role="alert">
          <IconPlugConnectedX {...glyph} />
          <span className="banner-text">
            <strong>{since(mailbox.connection.since)}</strong> <FailureText of={explainFailure(error)} />{' '}
            {retryAt > now && words.t('banner.retry', { n: Math.ceil((retryAt - now) / 1000) })}
          </span>
          <button type="button" onClick={() => void commandNamed('sync').run(desk)}>
            {words.t('action.try-now')}
          </button>
        </div>
      );
    }
    if (mailbox.connection.kind !== 'stopped') return null;
    const { error } = mailbox.connection;
    return (
      <div key={address} className="banner" role="alert">
        <IconPlugConnectedX {...glyph} />
        <span className="banner-text">
          <strong>
            {mailbox.lastHeardAt === null
              ? words.t(isNamed ? 'banner.stopped-of' : 'banner.stopped', { address })
              : since(mailbox.lastHeardAt)}
          </strong>{' '}
          <FailureText of={explainFailure(error)} />
        </span>
        {desk.ticket === null && canSignInAgain(error) && <SignInAgain mailbox={mailbox.id} />}
        <button type="button" onClick={() => desk.goTo('settings')}>
          {words.t('queue.settings')}
        </button>
      </div>
    );
  });
}

/** That nothing goes out, for each mailbox of which it is so; with several it says which. */
function MuteBanners({ status }: { readonly status: DeskStatus }) {
  const desk = useDesk();
  const words = useWords();
  const isNamed = isOneOfSeveral(status);
  const all = isNamed
    ? status.mailboxes
    : [{ id: undefined, address: '', connection: status.connection, stopped: status.outbox.stopped }];
  return all.map(({ id, address, connection, stopped }) =>
    stopped === null ? null : (
      <div key={address} className="banner" role="alert">
        <IconAlertTriangle size={18} stroke={1.7} aria-hidden />
        <span className="banner-text">
          <strong>{words.t(isNamed ? 'banner.outbox-of' : 'banner.outbox', { address })}</strong>{' '}
          <FailureText of={explainFailure(stopped)} />
        </span>
        {desk.ticket === null && connection.kind !== 'stopped' && canSignInAgain(stopped) && (
          <SignInAgain mailbox={id} />
        )}
        <button type="button" onClick={() => desk.goTo('outbox')}>
          {words.t('queue.outbox')}
        </button>
      </div>
    ),
  );
}

/** Where only a person with the right credentials gets purchases to come in again. */
function isShutOut({ settings, hasSecret, lastRound }: HotmartView): boolean {
  if (settings === null) return false;
  return !hasSecret || lastRound?.problems.some(({ code }) => code === 'hotmart-credentials') === true;
}

/** Where the mailbox signs in at a provider and only a person at the browser gets it going again. */
function canSignInAgain(error: PackedError): boolean {
  return error.code === 'oauth-signed-out' || error.code === 'oauth-refused' || error.code === 'oauth-account';
}
