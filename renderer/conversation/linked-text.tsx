import { useDesk } from '../desk/desk-context';
import { linkify } from './linkify';

/** Plain text with its addresses as links; each shows its true host before it opens outside. */
export function LinkedText(props: { readonly text: string }) {
  const desk = useDesk();
  return (
    <>
      {linkify(props.text).map((part, index) => {
        const { url } = part;
        // Parts have no identity but their place; the text never changes under its key.
        const key = `${index}`;
        if (url === null) return <span key={key}>{part.text}</span>;
        return (
          <a
            key={key}
            href={url}
            onClick={(event) => {
              event.preventDefault();
              desk.store.set({ openLink: url });
            }}
            onAuxClick={(event) => event.preventDefault()}
          >
            {part.text}
          </a>
        );
      })}
    </>
  );
}
