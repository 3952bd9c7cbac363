import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import type { i18n } from 'i18next';
import { useEffect, useMemo, useState } from 'react';
import type { ShellState } from '../shared/contract/shell-api';
import { storeKey } from '../shared/contract/store-key';
import { keysOf } from '../shared/domain/own-keys';
import type { OwnKeys } from '../shared/domain/own-keys';
import { COMMANDS } from './desk/commands';
import type { Desk } from './desk/desk';
import { DeskProvider } from './desk/desk-context';
import { DeskFrame } from './desk/desk-frame';
import { withoutSingleKeys } from './desk/keys';
import { MailboxNames } from './desk/mailbox-names';
import { keepTyped } from './desk/parting-words';
import { followFields } from './desk/spell-fields';
import { useStore } from './desk/store';
import { Broken } from './first-run/broken';
import { ProtectStore } from './first-run/protect-store';
import { UnlockStore } from './first-run/unlock-store';
import { Later, partOf } from './desk/later';
import { learnLanguage } from './i18n/i18n';
import { WordsProvider, useWords } from './i18n/use-words';
import { createDeskTheme } from './theme/theme';
import '@mantine/core/styles.css';
import '@mantine/spotlight/styles.css';
import './theme/theme.css';
import './theme/contrast.css';
import './theme/print.css';
import './desk/page.css';
import './desk/palette.css';
import './conversation/conversation.css';
import './conversation/mail.css';
import './settings/settings.css';

// Its form checks what is typed, by more program than the whole desk has.
const welcome = partOf(async () => (await import('./first-run/welcome')).Welcome);

// Read by the windows of tickets alone.
const ticketWindow = partOf(async () => (await import('./ticket-window/ticket-window')).TicketWindow);

function Stage(props: { readonly shell: ShellState }) {
  const words = useWords();
  const { ticket } = props.shell;
  if (ticket !== null) {
    return (
      <MailboxNames>
        <Later part={ticketWindow} of={{ shell: props.shell, ticket }} title={ticket} />
      </MailboxNames>
    );
  }
  switch (props.shell.stage) {
    case 'welcome':
      return <Later part={welcome} of={{ shell: props.shell }} title={words.t('welcome.title')} />;
    case 'protect':
      return <ProtectStore keychain={props.shell.keychain} />;
    case 'unlock':
      return <UnlockStore error={props.shell.error} />;
    case 'broken':
      return <Broken shell={props.shell} />;
    case 'desk':
      return (
        <MailboxNames>
          <DeskFrame shell={props.shell} />
        </MailboxNames>
      );
  }
}

/** The whole window. `test` turns transitions off. */
export function App(props: {
  readonly desk: Desk;
  readonly words: i18n;
  readonly shell: ShellState;
  readonly test?: boolean;
}) {
  const { desk, words } = props;
  const [shell, setShell] = useState(props.shell);
  useEffect(() => {
    let isTold = false;
    const stop = desk.shell.onState((next) => {
      isTold = true;
      setShell(next);
    });
    // A demo or a store may have opened since the state that this page began with: nobody listened then.
    void desk.shell.state().then((now) => {
      if (!isTold) setShell(now);
    });
    return stop;
  }, [desk]);
  useEffect(() => followFields(desk.shell), [desk]);
  useEffect(() => keepTyped(desk), [desk]);
  const store = storeKey(shell);
  useEffect(() => desk.words.belongTo(store), [desk, store]);
  // As text: every state of the shell brings them anew, and all words hang on them.
  const own = JSON.stringify(shell.keys);
  const singleKeys = useStore(desk.store, (state) => state.singleKeys);
  const keys = useMemo(() => {
    const all = keysOf(COMMANDS, JSON.parse(own) as OwnKeys);
    return singleKeys ? all : withoutSingleKeys(all);
  }, [own, singleKeys]);
  const [language, setLanguage] = useState(props.shell.language);
  useEffect(() => {
    let wanted = true;
    const speak = async (): Promise<void> => {
      await learnLanguage(words, shell.language);
      if (!wanted) return;
      await words.changeLanguage(shell.language);
      setLanguage(shell.language);
    };
    if (words.language !== shell.language) void speak();
    return () => {
      wanted = false;
    };
  }, [words, shell.language]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const theme = useMemo(() => createDeskTheme({ close: words.getFixedT(language)('action.close') }), [words, language]);
  const scheme = shell.theme === 'system' ? {} : { forceColorScheme: shell.theme };
  return (
    <WordsProvider interfaceWords={words} keys={keys}>
      <QueryClientProvider client={desk.queries}>
        <MantineProvider
          theme={theme}
          defaultColorScheme="auto"
          {...scheme}
          // Both would write style tags at run time; theme.css holds what they would say.
          withCssVariables={false}
          withGlobalClasses={false}
          env={props.test === true ? 'test' : 'default'}
        >
          <DeskProvider value={desk}>
            <Stage shell={shell} />
          </DeskProvider>
        </MantineProvider>
      </QueryClientProvider>
    </WordsProvider>
  );
}
