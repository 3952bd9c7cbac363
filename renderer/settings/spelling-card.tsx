import { Switch, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ShellState } from '../../shared/contract/shell-api';
import { LONGEST_WORD, MOST_OWN_WORDS } from '../../shared/domain/spelling';
import { useDesk } from '../desk/desk-context';
import { Card } from '../desk/page';
import { useWords } from '../i18n/use-words';

/** Whether what is written is looked through, and the person's own words, on this machine only. */
export function SpellingCard(props: { readonly shell: ShellState }) {
  const desk = useDesk();
  const words = useWords();
  const { spelling } = props.shell;
  /** Own words being changed; null: as they are kept. */
  const [typed, setTyped] = useState<string | null>(null);
  const set = (change: Partial<ShellState['spelling']>): void => {
    const chosen = desk.shell.setAppearance({ spelling: { ...spelling, ...change } });
    chosen.catch((error: unknown) => desk.complain(error));
  };
  const keep = (): void => {
    if (typed !== null) set({ words: wordsOf(typed) });
    setTyped(null);
  };
  return (
    <Card title={words.t('spelling.title')}>
      <Switch
        label={words.t('spelling.on')}
        description={words.t('spelling.about')}
        checked={spelling.on}
        onChange={(event) => set({ on: event.currentTarget.checked })}
      />
      <Textarea
        size="xs"
        rows={4}
        label={words.t('spelling.words')}
        description={words.t('spelling.words.about')}
        value={typed ?? spelling.words.join('\n')}
        disabled={!spelling.on}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={keep}
      />
    </Card>
  );
}

/** One word a line, or with blanks between; what is no word is left out. */
function wordsOf(text: string): string[] {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '' && word.length <= LONGEST_WORD);
  return [...new Set(words)].slice(0, MOST_OWN_WORDS);
}
