import { useLayoutEffect, useRef } from 'react';
import { defaultKey, isChangeable, problemOfKey } from '../../shared/domain/own-keys';
import type { OwnKeys } from '../../shared/domain/own-keys';
import { commandLabel } from '../desk/command-label';
import { COMMANDS } from '../desk/commands';
import type { Command } from '../desk/commands';
import { useWords } from '../i18n/use-words';
import { KeyRecorder } from './key-recorder';

/** One command with its keys; the one that can be changed is a button, which asks for another one in its place. */
export function KeyRow(props: {
  readonly command: Command;
  readonly own: OwnKeys;
  /** All keys that it has now, those that stay among them. */
  readonly keys: readonly string[];
  /** The key of each command that has a changeable one. */
  readonly chosen: ReadonlyMap<string, string>;
  /** What is being asked for this command: `key` cannot be had, or null: none was pressed yet. */
  readonly asked: { readonly key: string | null } | null;
  readonly onAsk: (key: string | null) => void;
  readonly onLeave: () => void;
  readonly onGive: (key: string) => void;
}) {
  const { command, own, chosen, asked } = props;
  const words = useWords();
  const cap = useRef<HTMLButtonElement>(null);
  const isAsked = asked !== null;
  const wasAsked = useRef(false);
  useLayoutEffect(() => {
    // What was pressed in the recorder is gone with it; who has gone on elsewhere stays there.
    if (wasAsked.current && !isAsked && document.activeElement === document.body) cap.current?.focus();
    wasAsked.current = isAsked;
  }, [isAsked]);

  const name = commandLabel(words, command.id);
  const key = chosen.get(command.id);
  const usual = defaultKey(command);
  const lentTo = [...chosen].find(([id, theirs]) => usual !== '' && theirs === usual && id !== command.id)?.[0];
  if (asked !== null) {
    return (
      <tr data-changed={key !== usual}>
        <th scope="row">{name}</th>
        <td colSpan={2}>
          <KeyRecorder
            command={command}
            own={own}
            refused={asked.key}
            onRefused={props.onAsk}
            onLeave={props.onLeave}
            onGive={props.onGive}
          />
        </td>
      </tr>
    );
  }
  const goBack = (): void => {
    if (problemOfKey(COMMANDS, own, command, usual)?.kind === 'taken') props.onAsk(usual);
    else {
      // The button goes with what it takes back.
      cap.current?.focus();
      props.onGive(usual);
    }
  };
  // Of a command without a key the button stands where the key would, so that it is the same one before and after, with its focus.
  const caps = [...props.keys];
  if (key === '') caps.splice(Math.max(0, command.keys.indexOf(usual)), 0, key);
  const shown = key === '' ? words.t('keys.none') : key;
  const button = (
    <button
      key="own"
      ref={cap}
      type="button"
      className="key-button"
      data-none={key === ''}
      aria-label={words.t('keys.change', { command: name, key: shown ?? '' })}
      onClick={() => props.onAsk(null)}
    >
      {shown}
    </button>
  );
  return (
    <tr data-changed={key !== undefined && key !== usual}>
      <th scope="row">{name}</th>
      <td>
        <span className="keys-caps">{caps.map((one) => (one === key ? button : <kbd key={one}>{one}</kbd>))}</span>
      </td>
      <td>
        {!isChangeable(command) && <span className="keys-quiet">{words.t('keys.fixed')}</span>}
        {lentTo !== undefined && (
          <span className="keys-quiet">{words.t('keys.lent', { key: usual, by: commandLabel(words, lentTo) })} </span>
        )}
        {key !== undefined && key !== usual && (
          <button
            type="button"
            className="quiet-button"
            aria-label={words.t(usual === '' ? 'keys.back.none.of' : 'keys.back.of', { command: name, key: usual })}
            onClick={goBack}
          >
            {usual === '' ? words.t('keys.without') : words.t('keys.back', { key: usual })}
          </button>
        )}
      </td>
    </tr>
  );
}
