import { IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useWords } from '../i18n/use-words';
import { commandNamed } from './commands';
import { useDesk, useDeskState } from './desk-context';
import { KeyCap } from './key-cap';

/** After a reply: closes what else of its case is open, with one press that one Undo takes back. */
export function CaseOffer() {
  const desk = useDesk();
  const words = useWords();
  const rest = useDeskState((state) => state.rest);
  useEffect(() => {
    if (rest === null) return undefined;
    const timer = setTimeout(() => desk.store.set({ rest: null }), Math.max(0, rest.until - desk.now()));
    return () => clearTimeout(timer);
  }, [desk, rest]);
  if (rest === null) return null;
  const command = commandNamed('close-case');
  return (
    <output className="toast" data-tone="plain">
      <div className="toast-text">
        <span>{words.t('case.rest', { ticket: rest.answered })}</span>
      </div>
      <button type="button" className="toast-undo" onClick={() => void command.run(desk)}>
        {words.t('case.close-rest', { count: rest.tickets.length })}
      </button>
      <KeyCap of="close-case" />
      <button
        type="button"
        className="toast-close"
        aria-label={words.t('action.close')}
        onClick={() => desk.store.set({ rest: null })}
      >
        <IconX size={14} aria-hidden />
      </button>
    </output>
  );
}
