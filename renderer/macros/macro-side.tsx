import { Tabs } from '@mantine/core';
import { useState } from 'react';
import type { EditedText, MacroLanguage, OpenMacro } from '../../shared/contract/macros';
import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import { useWords } from '../i18n/use-words';
import { HolesText } from './holes-text';
import { MacroVersions } from './macro-versions';
import { replyLanguage } from './reply-language';
import type { Preview } from './use-macro-preview';

/** Beside the fields: how it reads for a ticket, the same text in another language, its versions. */
export function MacroSide(props: {
  readonly opened: OpenMacro;
  readonly shown: MacroLanguage;
  readonly text: EditedText;
  readonly preview: Preview;
  readonly mayWrite: boolean;
}) {
  const words = useWords();
  return (
    <Tabs className="macro-side" defaultValue="preview" keepMounted={false} variant="outline">
      <Tabs.List>
        <Tabs.Tab value="preview">{words.t('macro.preview')}</Tabs.Tab>
        <Tabs.Tab value="beside">{words.t('macro.beside')}</Tabs.Tab>
        <Tabs.Tab value="versions">{words.t('macro.versions')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="preview">
        <PreviewPane opened={props.opened} shown={props.shown} preview={props.preview} />
      </Tabs.Panel>
      <Tabs.Panel value="beside">
        <BesidePane opened={props.opened} shown={props.shown} />
      </Tabs.Panel>
      <Tabs.Panel value="versions">
        <MacroVersions macro={props.opened.macro} shown={props.shown} text={props.text} mayWrite={props.mayWrite} />
      </Tabs.Panel>
    </Tabs>
  );
}

function PreviewPane(props: { readonly opened: OpenMacro; readonly shown: MacroLanguage; readonly preview: Preview }) {
  const { opened, preview } = props;
  const words = useWords();
  const filled = preview.shown?.filled;
  return (
    <div className="macro-pane">
      <label className="macro-choice">
        <span>{words.t('macro.preview-with')}</span>
        <select value={preview.ticket ?? ''} onChange={(event) => preview.choose(event.currentTarget.value || null)}>
          <option value="">{words.t('macro.sample')}</option>
          {opened.tickets.map(({ ticket, requester, subject }) => (
            <option key={ticket} value={ticket}>
              {`${ticket} · ${requester} · ${subject}`}
            </option>
          ))}
        </select>
      </label>
      {filled === null && <p className="notice">{words.t('macro.unfillable')}</p>}
      {filled && (
        <>
          <p className="macro-subject" lang={props.shown.language}>
            {filled.subject}
          </p>
          <HolesText text={filled.text} language={props.shown.language} label={words.t('macro.preview')} />
          {filled.holes.length > 0 && (
            <p className="notice">{words.t('macro.holes', { names: filled.holes.join(', ') })}</p>
          )}
        </>
      )}
    </div>
  );
}

function BesidePane(props: { readonly opened: OpenMacro; readonly shown: MacroLanguage }) {
  const words = useWords();
  const others = REPLY_LANGUAGES.filter((language) => language !== props.shown.language);
  const own = replyLanguage(words);
  const [language, setLanguage] = useState(others.includes(own) ? own : (others[0] ?? own));
  const other = props.opened.languages.find((one) => one.language === language);
  const text = other?.draft?.text ?? other?.live ?? null;
  return (
    <div className="macro-pane">
      <label className="macro-choice">
        <span>{words.t('macro.language')}</span>
        <select
          value={language}
          onChange={(event) => setLanguage(others.find((one) => one === event.currentTarget.value) ?? language)}
        >
          {others.map((one) => (
            <option key={one} value={one}>
              {words.t(`language.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {text === null ? (
        <p className="macro-quiet">{words.t('macro.not-yet')}</p>
      ) : (
        <>
          <p className="macro-subject" lang={language}>
            {text.subject || text.mailboxSubject}
          </p>
          <HolesText text={text.body} language={language} label={words.t('macro.beside')} />
        </>
      )}
    </div>
  );
}
