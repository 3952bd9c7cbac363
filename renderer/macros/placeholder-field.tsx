import { useId, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useWords } from '../i18n/use-words';
import { complete, completionsAt } from './completion';
import type { Completion } from './completion';

/** Where the caret is, roughly: by its share of the text. The list must not lie on the line that is being typed. */
function isInLowerHalf(field: HTMLTextAreaElement): boolean {
  const share = field.selectionStart / Math.max(1, field.value.length);
  return share * field.scrollHeight - field.scrollTop > field.clientHeight / 2;
}

/** A field whose `{{` opens the list of what can be printed there, and `{%` that of what can be asked. */
export function PlaceholderField(props: {
  readonly label: string;
  readonly language: string;
  readonly value: string;
  /** One line, or as high as there is room. */
  readonly lines: 'one' | 'many';
  readonly readOnly: boolean;
  readonly invalid: boolean;
  readonly onChange: (value: string) => void;
}) {
  const { value, lines, onChange } = props;
  const words = useWords();
  const id = useId();
  const field = useRef<HTMLTextAreaElement | null>(null);
  const wantedCaret = useRef<number | null>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [at, setAt] = useState(0);
  const [above, setAbove] = useState(false);
  const open = caret === null || props.readOnly ? null : completionsAt(value, caret);
  const chosen = open?.list[Math.min(at, open.list.length - 1)];

  useLayoutEffect(() => {
    if (wantedCaret.current === null) return;
    field.current?.setSelectionRange(wantedCaret.current, wantedCaret.current);
    wantedCaret.current = null;
  });

  const take = (completion: Completion): void => {
    if (open === null || caret === null) return;
    const done = complete(value, caret, open.from, completion);
    wantedCaret.current = done.caret;
    setCaret(null);
    onChange(done.text);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (open === null || chosen === undefined) {
      if (lines === 'one' && event.key === 'Enter') event.preventDefault();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((Math.min(at, open.list.length - 1) + step + open.list.length) % open.list.length);
    else if (event.key === 'Enter' || event.key === 'Tab') take(chosen);
    else if (event.key === 'Escape') setCaret(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="macro-field" data-lines={lines}>
      <label htmlFor={`${id}-field`}>{props.label}</label>
      <textarea
        id={`${id}-field`}
        ref={field}
        lang={props.language}
        spellCheck
        rows={lines === 'one' ? 1 : 12}
        value={value}
        readOnly={props.readOnly}
        aria-invalid={props.invalid || undefined}
        aria-autocomplete="list"
        aria-controls={open === null ? undefined : `${id}-list`}
        aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen.name}`}
        onChange={(event) => {
          const typed = event.currentTarget.value;
          setCaret(event.currentTarget.selectionStart);
          setAt(0);
          setAbove(isInLowerHalf(event.currentTarget));
          onChange(lines === 'one' ? typed.replace(/\s*\n\s*/g, ' ') : typed);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setCaret(null)}
      />
      {open !== null && (
        // No datalist: it would take the place of the whole field, and say nothing of what a placeholder is.
        <div
          className="macro-completions"
          data-above={above || undefined}
          id={`${id}-list`}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="listbox"
          aria-label={words.t('macro.placeholders')}
        >
          {open.list.map((completion) => (
            // Its keys are the field's: the focus never leaves it.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={completion.name}
              id={`${id}-${completion.name}`}
              // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
              role="option"
              tabIndex={-1}
              aria-selected={completion === chosen}
              ref={(item) => {
                if (completion === chosen) item?.scrollIntoView?.({ block: 'nearest' });
              }}
              onMouseDown={(event) => {
                event.preventDefault();
                take(completion);
              }}
            >
              <code>{completion.name}</code>
              <span>{words.t(completion.key)}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
