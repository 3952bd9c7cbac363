import { IconAlertTriangle, IconBan, IconBolt } from '@tabler/icons-react';
import type { Gate } from '../../shared/domain/suggestion';
import { useWords } from '../i18n/use-words';

const MARKS = { green: IconBolt, amber: IconAlertTriangle, red: IconBan } as const;

/** How sure the desk is: icon and word, so that the colour is never alone. */
export function GateMark(props: { readonly colour: Gate['colour'] }) {
  const words = useWords();
  const Glyph = MARKS[props.colour];
  return (
    <span className="gate" data-gate={props.colour}>
      <Glyph size={13} stroke={2} aria-hidden />
      {words.t(`gate.${props.colour}`)}
    </span>
  );
}
