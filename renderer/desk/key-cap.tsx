import { useWords } from '../i18n/use-words';

/** The key of a command on a cap, beside what it does; nothing where the command has none. Not read aloud: the name says enough. */
export function KeyCap(props: { readonly of: string }) {
  const key = useWords().keys.get(props.of)?.[0];
  return key === undefined ? null : <kbd aria-hidden>{key}</kbd>;
}
