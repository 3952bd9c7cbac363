import type { Suggestion } from '../../shared/domain/suggestion';
import { macroTitle } from '../case/macro-title';
import type { Words } from '../i18n/use-words';

/** How a command is called in the palette and in the menu; the suggestions' commands name what they would send. */
export function commandLabel(words: Words, id: string, suggestions: readonly Suggestion[] = []): string {
  if (id.startsWith('go.')) return words.t('command.go', { page: words.t(`queue.${id.slice(3)}`) });
  const index = /^(?:reply|edit)\.(\d)$/.exec(id)?.[1];
  const suggestion = index === undefined ? undefined : suggestions[Number(index) - 1];
  const title = suggestion === undefined ? '' : `: ${macroTitle(words, suggestion)}`;
  return `${words.t(`command.${id}`)}${title}`;
}
