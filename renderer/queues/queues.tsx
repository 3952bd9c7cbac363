import {
  IconAlertTriangle,
  IconArchive,
  IconAt,
  IconChartBar,
  IconCheck,
  IconChevronDown,
  IconClockHour4,
  IconHelpCircle,
  IconInbox,
  IconLifebuoy,
  IconMailOff,
  IconPencilPlus,
  IconSend,
  IconSettings,
  IconTemplate,
  IconUser,
  IconUserQuestion,
  IconBuildingStore,
  IconFlame,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import { useState } from 'react';
import { QUEUES } from '../../shared/domain/ticket';
import type { Queue } from '../../shared/domain/ticket';
import { commandNamed } from '../desk/commands';
import { useDesk, useDeskState } from '../desk/desk-context';
import { KeyCap } from '../desk/key-cap';
import type { Page } from '../desk/desk-state';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import './queues.css';

const ICONS: Readonly<Record<Page, Icon>> = {
  inbox: IconInbox,
  mine: IconUser,
  support: IconLifebuoy,
  classify: IconHelpCircle,
  'waiting.customer': IconUserQuestion,
  'waiting.producer': IconBuildingStore,
  'waiting.hotmart': IconFlame,
  snoozed: IconClockHour4,
  done: IconCheck,
  filed: IconArchive,
  junk: IconMailOff,
  problems: IconAlertTriangle,
  outbox: IconSend,
  'team-lead': IconChartBar,
  macros: IconTemplate,
  settings: IconSettings,
};

/** Queues that always show; the others fold under More while they are empty. */
const ALWAYS: readonly Queue[] = ['inbox', 'mine', 'support', 'waiting.customer', 'waiting.producer', 'done'];

function QueueLink(props: {
  readonly page: Page;
  readonly count: number;
  readonly oldestAt: number | null;
  readonly alarm: boolean;
}) {
  const desk = useDesk();
  const words = useWords();
  const current = useDeskState((state) => state.page === props.page);
  const Glyph = ICONS[props.page];
  const label = words.t(`queue.${props.page}`);
  return (
    <a
      className="queue-link"
      href={`#${props.page}`}
      title={label}
      aria-current={current ? 'page' : undefined}
      data-queue={props.page}
      data-alarm={props.alarm || undefined}
      onClick={(event) => {
        event.preventDefault();
        desk.goTo(props.page);
      }}
    >
      <Glyph size={17} stroke={1.7} aria-hidden />
      <span className="queue-name">{label}</span>
      {props.count > 0 && <span className="queue-count">{props.count}</span>}
      {props.count > 0 && props.oldestAt !== null && (
        <span className="queue-age" title={words.t('queue.oldest', { when: words.moment(props.oldestAt) })}>
          {words.age(props.oldestAt)}
        </span>
      )}
    </a>
  );
}

/** Notes that mention me and that I have not read; gone while there are none. */
function Mentions() {
  const desk = useDesk();
  const words = useWords();
  const told = useEngine('told.list', {}).data ?? [];
  const count = told.filter(({ kind }) => kind === 'mention').length;
  if (count === 0) return null;
  return (
    <li>
      <button
        type="button"
        className="queue-link queue-button"
        title={words.t('command.mentions')}
        onClick={() => void commandNamed('mentions').run(desk)}
      >
        <IconAt size={17} stroke={1.7} aria-hidden />
        <span className="queue-name">{words.t('mentions.title')}</span>
        <span className="queue-count">{count}</span>
      </button>
    </li>
  );
}

/** The left column: where tickets are, how many, and how old the oldest is. */
export function Queues() {
  const desk = useDesk();
  const words = useWords();
  const [unfolded, setUnfolded] = useState(false);
  const page = useDeskState((state) => state.page);
  const counts = useEngine('queues.counts', {}).data ?? [];
  const status = useEngine('desk.status', {}).data;
  const of = (queue: Queue) => counts.find((count) => count.queue === queue);
  const shown = QUEUES.filter((queue) => ALWAYS.includes(queue) || (of(queue)?.count ?? 0) > 0 || queue === page);
  const folded = QUEUES.filter((queue) => !shown.includes(queue));
  const link = (queue: Queue) => (
    <li key={queue}>
      <QueueLink
        page={queue}
        count={of(queue)?.count ?? 0}
        oldestAt={queue === 'done' || queue === 'filed' || queue === 'junk' ? null : (of(queue)?.oldestAt ?? null)}
        alarm={queue === 'problems' && (of(queue)?.count ?? 0) > 0}
      />
    </li>
  );
  return (
    <nav className="queues" aria-label={words.t('zone.queues')} data-zone="queues" tabIndex={-1}>
      <p className="brand" aria-hidden>
        <span className="brand-mark">S</span>
        <span className="brand-name">Sportello</span>
      </p>
      <button
        type="button"
        className="queue-more queue-new"
        title={words.t('command.new-message')}
        onClick={() => void commandNamed('new-message').run(desk)}
      >
        <IconPencilPlus size={17} stroke={1.6} aria-hidden />
        <span className="queue-name">{words.t('command.new-message')}</span>
        <KeyCap of="new-message" />
      </button>
      <ul>
        {shown.map(link)}
        <Mentions />
      </ul>
      {folded.length > 0 && (
        <>
          <button
            type="button"
            className="queue-more"
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
            title={words.t('queue.more')}
          >
            <IconChevronDown size={15} stroke={1.7} aria-hidden data-turned={unfolded || undefined} />
            <span className="queue-name">{words.t('queue.more')}</span>
          </button>
          {unfolded && <ul>{folded.map(link)}</ul>}
        </>
      )}
      <ul className="queues-pages">
        <li>
          <QueueLink
            page="outbox"
            count={(status?.outbox.waiting ?? 0) + (status?.outbox.problems ?? 0)}
            oldestAt={null}
            alarm={(status?.outbox.problems ?? 0) > 0}
          />
        </li>
        <li>
          <QueueLink page="team-lead" count={0} oldestAt={null} alarm={false} />
        </li>
        <li>
          <QueueLink page="macros" count={0} oldestAt={null} alarm={false} />
        </li>
        <li>
          <QueueLink page="settings" count={0} oldestAt={null} alarm={false} />
        </li>
      </ul>
    </nav>
  );
}
