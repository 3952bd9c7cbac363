import { Button } from '@mantine/core';
import { useId, useLayoutEffect, useRef, useState } from 'react';
import { useKeysOf } from '../composer/use-keys-of';
import { chosenKeys, ownWith, problemOfKey } from '../../shared/domain/own-keys';
import type { KeyProblem, OwnKeys } from '../../shared/domain/own-keys';
import { commandLabel } from '../desk/command-label';
import { COMMANDS } from '../desk/commands';
import type { Command } from '../desk/commands';
import { recordedKey } from '../desk/keys';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';

/** What is wrong with a key, and what to do; of a key that is taken also what becomes of the command that has it. */
function problemText(words: Words, own: OwnKeys, command: Command, key: string, problem: KeyProblem): string {
  if (problem.kind !== 'taken') return words.t(`keys.problem.${problem.kind}`);
  const left = chosenKeys(COMMANDS, ownWith(COMMANDS, own, command, key)).get(problem.by) ?? '';
  const by = commandLabel(words, problem.by);
  return words.t(left === '' ? 'keys.problem.taken' : 'keys.problem.taken.back', { key, by, left });
}

/**
 * Waits for the key that a command is to have. It is a field, so that a screen reader hands the keys through, and nothing is ever
 * typed in it. Tab leads on to its buttons; a key that presses none of them counts there as in the field.
 */
export function KeyRecorder(props: {
  readonly command: Command;
  readonly own: OwnKeys;
  /** A key that was asked for and that another command has; null: none yet. */
  readonly refused: string | null;
  readonly onRefused: (key: string | null) => void;
  readonly onLeave: () => void;
  /** '' for none. */
  readonly onGive: (key: string) => void;
}) {
  const { command, own, refused } = props;
  const words = useWords();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  /** Of a press that can be no key at all. */
  const [wrong, setWrong] = useState<KeyProblem | null>(null);
  useLayoutEffect(() => field.current?.focus(), []);

  const isSequence = command.group === 'go';
  const taken = refused === null ? null : problemOfKey(COMMANDS, own, command, refused);
  const problem = wrong ?? taken;
  const refuse = (key: string | null, why: KeyProblem | null): void => {
    // The button that was pressed on may be gone with what was refused before.
    field.current?.focus();
    setWrong(why);
    props.onRefused(key);
  };
  useKeysOf(box, (event) => {
    if (event.key === 'Tab' || event.isComposing) return;
    if ((event.key === 'Enter' || event.key === ' ') && event.target !== field.current) return;
    // The desk, the palette and the field itself get none of it.
    event.preventDefault();
    if (event.repeat) return;
    if (event.key === 'Escape') {
      props.onLeave();
      return;
    }
    if (event.key === 'Backspace' || event.key === 'Delete') {
      props.onGive('');
      return;
    }
    const { key, code, shiftKey: shift, altKey: alt } = event;
    const recorded = recordedKey({ key, code, shift, control: event.ctrlKey || event.metaKey, alt }, isSequence);
    if (recorded === null) return;
    if (recorded.kind !== 'key') {
      refuse(null, recorded);
      return;
    }
    const why = problemOfKey(COMMANDS, own, command, recorded.key);
    if (why === null) props.onGive(recorded.key);
    else if (why.kind === 'taken') refuse(recorded.key, null);
    else refuse(null, why);
  });
  return (
    <div ref={box} className="key-recorder">
      <div>
        {isSequence && <kbd>G</kbd>}
        <input
          ref={field}
          value=""
          aria-label={words.t('keys.new', { command: commandLabel(words, command.id) })}
          aria-describedby={id}
          aria-invalid={problem !== null}
          placeholder={words.t('keys.press')}
          spellCheck={false}
          autoComplete="off"
          onChange={() => undefined}
        />
        {refused !== null && taken?.kind === 'taken' && (
          <Button size="compact-xs" onClick={() => props.onGive(refused)}>
            {words.t('keys.take', { key: refused })}
          </Button>
        )}
        {chosenKeys(COMMANDS, own).get(command.id) !== '' && (
          <Button size="compact-xs" variant="default" onClick={() => props.onGive('')}>
            {words.t('keys.without')}
          </Button>
        )}
        <Button size="compact-xs" variant="default" onClick={props.onLeave}>
          {words.t('keys.keep')}
        </Button>
      </div>
      <p id={id} role={problem === null ? undefined : 'alert'} data-wrong={problem !== null}>
        {problem === null ? words.t('keys.press.about') : problemText(words, own, command, refused ?? '', problem)}
      </p>
    </div>
  );
}
