import { IconArrowDown } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { RefObject } from 'react';
import type { MessageView } from '../../shared/contract/views';
import { useWords } from '../i18n/use-words';

/**
 * Says that the customer wrote while the ticket lay open: the message is appended and nothing moves, so without a word it
 * could go unseen. It is seen when the agent scrolls to it or follows the bar. Mounted anew for each ticket.
 */
export function NewBelow(props: {
  readonly messages: readonly MessageView[];
  readonly sheet: RefObject<HTMLElement | null>;
  /** The zone that takes the focus when the bar was pressed and goes away. */
  readonly onFollow: () => void;
}) {
  const { messages, sheet } = props;
  const words = useWords();
  const [seen, setSeen] = useState<readonly string[]>(() => messages.map(({ id }) => id));
  const unseen = messages.filter(({ id, direction }) => direction === 'inbound' && !seen.includes(id));
  const [next] = unseen;
  const all = messages.map(({ id }) => id).join(' ');

  useEffect(() => {
    const box = sheet.current;
    if (box === null || next === undefined) return undefined;
    const onScroll = (): void => {
      const top = articleOf(box, next.id)?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY;
      if (top < box.getBoundingClientRect().bottom) setSeen(all.split(' '));
    };
    box.addEventListener('scroll', onScroll);
    return () => box.removeEventListener('scroll', onScroll);
  }, [next, sheet, all]);

  return (
    <output className="new-below">
      {next !== undefined && (
        <button
          type="button"
          onClick={() => {
            if (sheet.current !== null) articleOf(sheet.current, next.id)?.scrollIntoView({ block: 'start' });
            setSeen(all.split(' '));
            props.onFollow();
          }}
        >
          <IconArrowDown size={14} stroke={2} aria-hidden />
          {words.t('conversation.new', { count: unseen.length })}
        </button>
      )}
    </output>
  );
}

function articleOf(box: HTMLElement, message: string): HTMLElement | null {
  return box.querySelector<HTMLElement>(`[data-message="${CSS.escape(message)}"]`);
}
