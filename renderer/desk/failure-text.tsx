import { useState } from 'react';
import { useWords } from '../i18n/use-words';
import type { Explained } from './explain-error';

/** What happened and what to do, to stand in a line of text; of a bug also what it was, for who asks. */
export function FailureText(props: { readonly of: Explained }) {
  const words = useWords();
  const { sentence, detail, technical } = props.of;
  return (
    <>
      {words.say(sentence)} {words.say(detail)}
      {technical !== null && <Technical text={technical} />}
    </>
  );
}

/** The English sentence of a bug, shown once it is asked for. */
export function Technical(props: { readonly text: string }) {
  const words = useWords();
  const [shown, setShown] = useState(false);
  if (shown) {
    return <span lang="en"> {props.text}</span>;
  }
  return (
    <>
      {' '}
      <button type="button" className="quiet-button" onClick={() => setShown(true)}>
        {words.t('failure.details')}
      </button>
    </>
  );
}
