import type { LabelView } from '../../shared/contract/labels';
import { useWords } from '../i18n/use-words';
import './labels.css';

/** One label: its colour beside its name, never colour alone. */
export function Label(props: { readonly label: LabelView }) {
  return (
    <span className="label" data-colour={props.label.colour}>
      {props.label.name}
    </span>
  );
}

/** The labels of a ticket. */
export function Labels(props: { readonly labels: readonly LabelView[] }) {
  const words = useWords();
  if (props.labels.length === 0) return null;
  return (
    <>
      <span className="sr">{words.t('labels.are')} </span>
      {props.labels.map((label) => (
        <Label key={label.name} label={label} />
      ))}
    </>
  );
}
