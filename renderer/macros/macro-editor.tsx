import { Button, Tabs } from '@mantine/core';
import type { MacroLanguage, OpenMacro } from '../../shared/contract/macros';
import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import type { ReplyLanguage } from '../../shared/domain/intent';
import type { TextId } from '../../shared/domain/macro-names';
import { useBusy } from '../desk/use-busy';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { CellMark, stateOf } from './macro-list';
import { MacroSide } from './macro-side';
import { PlaceholderField } from './placeholder-field';
import { ProblemList } from './problem-list';
import { useMacroDraft } from './use-macro-draft';
import { useMacroPreview } from './use-macro-preview';

/** One text: its languages as tabs, the fields, and beside them the preview, another language, the versions. */
export function MacroEditor(props: {
  readonly macro: TextId;
  readonly language: ReplyLanguage;
  readonly mayWrite: boolean;
  readonly onLanguage: (language: ReplyLanguage) => void;
  readonly onLive: () => void;
}) {
  const { macro, language } = props;
  const words = useWords();
  const { data } = useEngine('macros.open', { macro });
  const overview = useEngine('macros.overview', {}).data ?? [];
  const cells = overview.find((text) => text.macro === macro)?.cells ?? [];
  const shown = data?.languages.find((one) => one.language === language);
  if (data === undefined || shown === undefined) return <section className="macro-editor" aria-label={macro} />;
  return (
    <section className="macro-editor" aria-label={words.t('macro.editor', { macro })}>
      <Tabs
        value={language}
        onChange={(value) => props.onLanguage(REPLY_LANGUAGES.find((one) => one === value) ?? language)}
        keepMounted={false}
      >
        <Tabs.List aria-label={words.t('macro.languages')}>
          {REPLY_LANGUAGES.map((one) => {
            const cell = cells.find((each) => each.language === one);
            return (
              <Tabs.Tab key={one} value={one} rightSection={cell && <CellMark state={stateOf(cell)} />}>
                {words.t(`language.${one}`)}
              </Tabs.Tab>
            );
          })}
          <code className="macro-id">{macro}</code>
        </Tabs.List>
      </Tabs>
      <Written key={language} opened={data} shown={shown} mayWrite={props.mayWrite} onLive={props.onLive} />
    </section>
  );
}

function Written(props: {
  readonly opened: OpenMacro;
  readonly shown: MacroLanguage;
  readonly mayWrite: boolean;
  readonly onLive: () => void;
}) {
  const { opened, shown, mayWrite } = props;
  const { macro } = opened;
  const { language } = shown;
  const words = useWords();
  const draft = useMacroDraft(macro, shown);
  const { text } = draft;
  const preview = useMacroPreview({ macro, language, text });
  const { busy, run } = useBusy();
  const problems = preview.shown?.problems ?? [];
  const field = (part: string, label: string, lines: 'one' | 'many', name: keyof typeof text) => (
    <PlaceholderField
      label={label}
      language={language}
      value={text[name]}
      lines={lines}
      readOnly={!mayWrite}
      invalid={problems.some((problem) => problem.part === part)}
      onChange={(value) => draft.write({ [name]: value })}
    />
  );
  const isFrame = macro === 'frame';
  return (
    <div className="macro-work">
      <div className="macro-fields">
        {field('title', words.t('macro.field.title'), 'one', 'title')}
        {isFrame ? (
          <>
            {field('mailbox_subject', words.t('macro.field.mailbox-subject'), 'one', 'mailboxSubject')}
            {field('no_subject', words.t('macro.field.no-subject'), 'one', 'noSubject')}
          </>
        ) : (
          field('subject', words.t('macro.field.subject'), 'one', 'subject')
        )}
        {field('text', words.t('macro.field.text'), 'many', 'body')}
        {mayWrite && <p className="macro-quiet">{words.t('macro.hint', { open: '{{', ask: '{%' })}</p>}
        <ProblemList problems={problems} />
        {shown.behind && <p className="notice">{words.t('macro.behind')}</p>}
        {mayWrite && (
          <div className="macro-bar">
            <output className="macro-quiet">
              {shown.draft === null
                ? words.t(shown.live === null ? 'macro.not-yet' : 'macro.as-live')
                : words.t('macro.kept', { when: words.moment(shown.draft.at), by: shown.draft.by })}
            </output>
            <Button
              size="xs"
              variant="default"
              disabled={shown.draft === null || busy}
              onClick={() => void run(draft.discard)}
            >
              {words.t('macro.discard')}
            </Button>
            <Button
              size="xs"
              disabled={shown.draft === null || problems.length > 0}
              onClick={() => void draft.kept().then(props.onLive)}
            >
              {words.t('macro.try-live')}
            </Button>
          </div>
        )}
      </div>
      <MacroSide opened={opened} shown={shown} text={text} preview={preview} mayWrite={mayWrite} />
    </div>
  );
}
