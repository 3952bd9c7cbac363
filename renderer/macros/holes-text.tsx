import { placed } from './placed';

const HOLE = /(\{\{ [a-z_]+ \}\})/;

/** A filled text with its holes marked. */
export function HolesText(props: { readonly text: string; readonly language: string; readonly label: string }) {
  return (
    // A text that scrolls must be reachable by key.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className="macro-filled" lang={props.language} aria-label={props.label} tabIndex={0}>
      {placed(props.text.split(HOLE).map((text) => ({ text }))).map(({ text, at }) => {
        const key = `${at} ${text.length}`;
        return HOLE.test(text) ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>;
      })}
    </pre>
  );
}
