import { Button } from '@mantine/core';
import { useState } from 'react';
import type { EditedText, MacroLanguage, MacroVersion } from '../../shared/contract/macros';
import type { TextId } from '../../shared/domain/macro-names';
import { isOwnMacro } from '../../shared/domain/macro-names';
import { useDesk } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { useWords } from '../i18n/use-words';
import { DiffText } from './diff-text';
import { makeLiveAgain } from './texts-live';

/** A text as one string, to be compared word by word. */
export function asOne(text: EditedText | null): string {
  if (text === null) return '';
  const lines = [text.title, text.subject, text.mailboxSubject, text.noSubject].filter((line) => line !== '');
  return `${lines.join('\n')}\n\n${text.body}`;
}

/** Who wrote what and when; two of them compared; any of them live again. */
export function MacroVersions(props: {
  readonly macro: TextId;
  readonly shown: MacroLanguage;
  /** As it is written now. */
  readonly text: EditedText;
  readonly mayWrite: boolean;
}) {
  const { macro, shown } = props;
  const desk = useDesk();
  const words = useWords();
  const { busy, run } = useBusy();
  const shipped = shown.versions.find(({ version }) => version === 0)?.text ?? null;
  const live = shown.versions[0];
  const [from, setFrom] = useState(String(shown.draft === null ? (shown.versions[1]?.version ?? 0) : shown.version));
  const [to, setTo] = useState(shown.draft === null ? String(shown.version) : 'draft');
  const textOf = (name: string): EditedText | null => {
    if (name === 'draft') return props.text;
    const found = shown.versions.find(({ version }) => String(version) === name);
    return found === undefined ? null : (found.text ?? shipped);
  };
  const name = ({ version, text, at, by }: MacroVersion): string => {
    if (at === null) return words.t('macro.version-shipped');
    const back = isOwnMacro(macro) ? 'macro.version-removed' : 'macro.version-back';
    const what = text === null ? words.t(back) : words.t('macro.version', { n: version });
    return `${what} · ${words.moment(at)} · ${by}`;
  };
  const choices = [
    ...(shown.draft === null ? [] : [{ value: 'draft', label: words.t('macro.state.draft') }]),
    ...shown.versions.map((version) => ({ value: String(version.version), label: name(version) })),
  ];
  const choice = (label: string, value: string, set: (value: string) => void) => (
    <label className="macro-choice">
      <span>{label}</span>
      <select value={value} onChange={(event) => set(event.currentTarget.value)}>
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  );
  const restore = (version: number): Promise<void> =>
    run(() => makeLiveAgain(desk, [{ macro, language: shown.language, version }], ''));
  if (shown.versions.length === 0) return <p className="macro-quiet macro-pane">{words.t('macro.no-versions')}</p>;
  return (
    <div className="macro-pane">
      <ol className="macro-versions" aria-label={words.t('macro.versions')}>
        {shown.versions.map((version) => (
          <li key={version.version}>
            <span>
              {name(version)}
              {version.note !== '' && <em>{version.note}</em>}
            </span>
            {version === live ? (
              <span className="badge" data-sign="exact">
                {words.t('macro.live')}
              </span>
            ) : (
              props.mayWrite && (
                <Button
                  size="compact-xs"
                  variant="default"
                  disabled={busy}
                  aria-label={`${words.t('macro.restore')}: ${name(version)}`}
                  onClick={() => void restore(version.version)}
                >
                  {words.t('macro.restore')}
                </Button>
              )
            )}
          </li>
        ))}
        {isOwnMacro(macro) && props.mayWrite && shown.live !== null && (
          <li>
            <span>{words.t('macro.remove-text')}</span>
            <Button size="compact-xs" variant="default" disabled={busy} onClick={() => void restore(0)}>
              {words.t('macro.remove')}
            </Button>
          </li>
        )}
      </ol>
      {choices.length > 1 && (
        <>
          {choice(words.t('macro.compare-from'), from, setFrom)}
          {choice(words.t('macro.compare-to'), to, setTo)}
          <DiffText before={asOne(textOf(from))} after={asOne(textOf(to))} language={shown.language} />
        </>
      )}
    </div>
  );
}
