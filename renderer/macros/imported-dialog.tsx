import { Button, Modal } from '@mantine/core';
import type { MacroImport } from '../../shared/contract/macros';
import type { ReplyLanguage } from '../../shared/domain/intent';
import type { TextId } from '../../shared/domain/macro-names';
import { useWords } from '../i18n/use-words';
import { ProblemList } from './problem-list';

/** What a set of files brought: drafts, and what was left out. Nothing of it is live. */
export function ImportedDialog(props: {
  readonly read: MacroImport;
  readonly onClose: () => void;
  readonly onOpen: (place: { readonly macro: TextId; readonly language: ReplyLanguage }) => void;
}) {
  const { drafts, same, refused } = props.read;
  const words = useWords();
  return (
    <Modal opened onClose={props.onClose} title={words.t('macro.imported')} size="lg">
      <div className="macro-live">
        <p>{words.t('macro.imported-text', { drafts: drafts.length, same })}</p>
        {drafts.length > 0 && (
          <ul className="dialog-list">
            {drafts.map(({ macro, language, problems }) => (
              <li key={`${macro}.${language}`}>
                <button type="button" onClick={() => props.onOpen({ macro, language })}>
                  {macro} · {words.t(`language.${language}`)}
                </button>
                <ProblemList problems={problems} />
              </li>
            ))}
          </ul>
        )}
        {refused.length > 0 && (
          <>
            <p className="notice">{words.t('macro.imported-refused', { count: refused.length })}</p>
            <ul>
              {refused.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </>
        )}
        <div className="dialog-actions">
          <Button size="xs" data-autofocus onClick={props.onClose}>
            {words.t('action.close')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
