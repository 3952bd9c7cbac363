import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconPencil,
  IconPencilExclamation,
  IconUserEdit,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import type { MacroCell, MacroOverview } from '../../shared/contract/macros';
import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import type { ReplyLanguage } from '../../shared/domain/intent';
import { isOwnMacro, MACRO_PARTS } from '../../shared/domain/macro-names';
import type { TextId } from '../../shared/domain/macro-names';
import { useWords } from '../i18n/use-words';
import { replyLanguage } from './reply-language';

/** How one language of a text stands, as one word: what a person has to know first. */
export type CellState = 'shipped' | 'changed' | 'missing' | 'draft' | 'problem' | 'behind';

const MARKS: Readonly<Record<CellState, Icon>> = {
  shipped: IconCircleCheck,
  changed: IconUserEdit,
  missing: IconCircleDashed,
  draft: IconPencil,
  problem: IconPencilExclamation,
  behind: IconAlertTriangle,
};

export function stateOf({ live, draft, problems, behind }: MacroCell): CellState {
  if (problems > 0) return 'problem';
  if (draft) return 'draft';
  return behind ? 'behind' : live;
}

/** Icon and word: the colour is never alone. */
export function CellMark(props: { readonly state: CellState }) {
  const words = useWords();
  const Glyph = MARKS[props.state];
  const label = words.t(`macro.state.${props.state}`);
  return (
    <span className="macro-mark" data-state={props.state} title={label}>
      <Glyph size={15} stroke={1.8} aria-hidden />
      <span className="sr">{label}</span>
    </span>
  );
}

function groupOf(macro: TextId): 'decision' | 'part' | 'own' {
  if (isOwnMacro(macro)) return 'own';
  return (MACRO_PARTS as readonly string[]).includes(macro) ? 'part' : 'decision';
}

/** Arrows go over the grid; Home and End to the ends of a row. */
function moveIn(event: KeyboardEvent<HTMLTableElement>): void {
  if (!(event.target instanceof HTMLElement)) return;
  const cells = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  const at = cells.indexOf(event.target);
  const width = REPLY_LANGUAGES.length;
  const step = { ArrowDown: width, ArrowUp: -width, ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (at < 0 || step === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  cells[at + step]?.focus();
}

/** Every text with its state in every language; a cell opens that language. */
export function MacroList(props: {
  readonly texts: readonly MacroOverview[];
  readonly open: { readonly macro: TextId; readonly language: ReplyLanguage };
  readonly onOpen: (place: { readonly macro: TextId; readonly language: ReplyLanguage }) => void;
}) {
  const { texts, open } = props;
  const words = useWords();
  const own = replyLanguage(words);
  const title = ({ macro, titles }: MacroOverview): string =>
    titles[own] || REPLY_LANGUAGES.map((language) => titles[language]).find((known) => known !== '') || macro;
  return (
    <div className="macro-list">
      {/* The arrows are the grid's, as its role says. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role */}
      <table role="grid" aria-label={words.t('queue.macros')} onKeyDown={moveIn}>
        <thead>
          <tr>
            <th scope="col">{words.t('macro.text')}</th>
            {REPLY_LANGUAGES.map((language) => (
              <th key={language} scope="col">
                <abbr title={words.t(`language.${language}`)}>{language}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        {(['decision', 'part', 'own'] as const).map((group) => {
          const rows = texts.filter(({ macro }) => groupOf(macro) === group);
          if (rows.length === 0) return null;
          return (
            <tbody key={group}>
              <tr className="macro-group">
                <th colSpan={1 + REPLY_LANGUAGES.length} scope="rowgroup">
                  {words.t(`macro.group.${group}`)}
                </th>
              </tr>
              {rows.map((text) => (
                <tr key={text.macro} data-open={text.macro === open.macro || undefined}>
                  <th scope="row" title={title(text)} onClick={() => props.onOpen({ ...open, macro: text.macro })}>
                    {title(text)}
                  </th>
                  {text.cells.map((cell) => {
                    const isOpen = text.macro === open.macro && cell.language === open.language;
                    return (
                      <td key={cell.language}>
                        <button
                          type="button"
                          aria-label={`${title(text)}, ${words.t(`language.${cell.language}`)}: ${words.t(`macro.state.${stateOf(cell)}`)}`}
                          aria-current={isOpen || undefined}
                          tabIndex={isOpen ? 0 : -1}
                          onClick={() => props.onOpen({ macro: text.macro, language: cell.language })}
                        >
                          <CellMark state={stateOf(cell)} />
                        </button>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}
