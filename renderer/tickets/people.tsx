import { IconEye, IconPencil } from '@tabler/icons-react';
import type { PresenceView } from '../../shared/contract/team-work';
import { useWords } from '../i18n/use-words';
import './people.css';

/** More than that do not fit into a row; the conversation names them all. */
const MOST_SHOWN = 3;

/** Who looks at or writes on a ticket and who holds it, small, at the end of its row. */
export function People(props: { readonly present: readonly PresenceView[]; readonly assignee: string | null }) {
  const { present, assignee } = props;
  const words = useWords();
  if (present.length === 0 && assignee === null) return null;
  return (
    <span className="people">
      {present.slice(0, MOST_SHOWN).map((one) => {
        const said = words.t(`presence.${one.doing}`, { name: one.name });
        return (
          <span key={`${one.name}-${one.since}`} className="present" data-doing={one.doing} title={said}>
            <DoingIcon doing={one.doing} size={11} />
            <span aria-hidden>{initial(one.name)}</span>
            <span className="sr">{said} </span>
          </span>
        );
      })}
      {present.length > MOST_SHOWN && <span className="present">+{present.length - MOST_SHOWN}</span>}
      {assignee !== null && (
        <span className="avatar" title={words.t('ticket.assigned', { name: assignee })}>
          <span aria-hidden>{initial(assignee)}</span>
          <span className="sr">{words.t('ticket.assigned', { name: assignee })} </span>
        </span>
      )}
    </span>
  );
}

/** Who else is on the open ticket, in words. Always there, so that a voice says who comes; empty it takes no room. */
export function PresenceBar(props: { readonly present: readonly PresenceView[] }) {
  const words = useWords();
  return (
    <output className="presence-bar" aria-label={words.t('presence.bar')}>
      {props.present.map((one) => (
        <span key={`${one.name}-${one.since}`} className="presence-one" data-doing={one.doing}>
          <DoingIcon doing={one.doing} size={15} />
          {words.t(`presence.${one.doing}`, { name: one.name })}
        </span>
      ))}
    </output>
  );
}

function DoingIcon(props: { readonly doing: PresenceView['doing']; readonly size: number }) {
  const Glyph = props.doing === 'writing' ? IconPencil : IconEye;
  return <Glyph size={props.size} stroke={1.8} aria-hidden />;
}

function initial(name: string): string {
  return (Array.from(name)[0] ?? '?').toUpperCase();
}
