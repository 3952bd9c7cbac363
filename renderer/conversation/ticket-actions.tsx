import {
  IconAlarm,
  IconExternalLink,
  IconArrowBackUp,
  IconArrowsJoin2,
  IconCheck,
  IconEyeCheck,
  IconNote,
  IconMailX,
  IconTag,
  IconUserOff,
  IconUserCheck,
  IconUserPlus,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import type { TicketRow } from '../../shared/contract/views';
import { commandNamed, isIn } from '../desk/commands';
import { isHeldBy } from '../desk/claiming';
import { useDesk } from '../desk/desk-context';
import { KeyCap } from '../desk/key-cap';
import { useRights } from '../desk/rights';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

const ACTIONS: readonly { readonly command: string; readonly icon: Icon }[] = [
  { command: 'done', icon: IconCheck },
  { command: 'snooze', icon: IconAlarm },
  { command: 'claim', icon: IconUserCheck },
  { command: 'assign', icon: IconUserPlus },
  { command: 'label', icon: IconTag },
  { command: 'note', icon: IconNote },
];

/** What is pressed seldom stands as an icon alone. */
const RARE: readonly { readonly command: string; readonly icon: Icon; readonly lead?: true }[] = [
  { command: 'window', icon: IconExternalLink },
  { command: 'join-case', icon: IconArrowsJoin2 },
  { command: 'review', icon: IconEyeCheck, lead: true },
  { command: 'spam', icon: IconMailX },
  { command: 'block-sender', icon: IconUserOff },
];

/** What one can do with the whole ticket, each with its key. */
export function TicketActions(props: { readonly row: TicketRow }) {
  const desk = useDesk();
  const words = useWords();
  const agent = useEngine('desk.status', {}).data?.agent;
  const rights = useRights();
  const isMine = isHeldBy(agent, props.row.assignee);
  const closed = props.row.state === 'done' || props.row.state === 'ignored';
  const actions = closed ? [{ command: 'reopen', icon: IconArrowBackUp }, ...ACTIONS.slice(2)] : ACTIONS;
  return (
    <div className="ticket-actions" role="toolbar" aria-label={words.t('ticket.actions')}>
      {actions.map(({ command, icon: Glyph }) => {
        const name = words.t(command === 'claim' && isMine ? 'action.release' : `command.${command}`);
        return (
          <button key={command} type="button" title={name} onClick={() => void commandNamed(command).run(desk)}>
            <Glyph size={15} stroke={1.7} aria-hidden />
            <span className="ticket-action">{name}</span>
            <KeyCap of={command} />
          </button>
        );
      })}
      {RARE.filter(({ lead, command }) => (lead !== true || rights.lead) && isIn(desk, commandNamed(command))).map(
        ({ command, icon: Glyph }) => (
          <button
            key={command}
            type="button"
            aria-label={words.t(`command.${command}`)}
            title={words.t(`command.${command}`)}
            onClick={() => void commandNamed(command).run(desk)}
          >
            <Glyph size={16} stroke={1.7} aria-hidden />
          </button>
        ),
      )}
    </div>
  );
}
