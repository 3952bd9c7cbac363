import { useEffect } from 'react';
import type { KeyMap } from '../../shared/domain/own-keys';
import { commandNamed, isIn } from './commands';
import type { Desk } from './desk';
import { createKeyReader } from './keys';
import type { Press } from './keys';
import { palette } from './palette-door';
import { SETTLE_MS } from './press-guard';
import { confirmArmed } from './replying';

const FIELDS = 'input, select, textarea, [contenteditable="true"], [data-field-zone]';
/** Controls that answer Enter and Space themselves. */
const CONTROLS = 'button, a[href], summary, [role="button"], [role="menuitem"], [role="option"][data-own-keys]';

function within(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

/** Esc climbs one level: preview, refusal, composer, conversation, marks. Answers whether there was a level to leave. */
function climb(desk: Desk): void {
  const state = desk.store.get();
  if (state.armed !== null || state.refused !== null) desk.store.set({ armed: null, refused: null });
  else if (state.composer !== 'closed') desk.store.set({ composer: 'closed' });
  else if (state.search !== '') desk.store.set({ search: '' });
  else if (state.marked.length > 0) desk.store.set({ marked: [] });
  const home = desk.ticket === null ? 'list' : 'conversation';
  document.querySelector<HTMLElement>(`[data-zone="${home}"]`)?.focus();
}

function cycleZone(step: number): void {
  const zones = [...document.querySelectorAll<HTMLElement>('[data-zone]:not([data-zone="search"])')];
  // The innermost one: the composer lies within the conversation.
  const at = zones.findLastIndex((zone) => zone.contains(document.activeElement));
  const from = at < 0 && step < 0 ? 0 : at;
  zones[(from + step + zones.length) % zones.length]?.focus();
}

/** One keyboard for the whole desk, with the keys as they are now. Fields and open dialogs keep their keys; mail frames send theirs through main. */
export function useKeys(desk: Desk, keys: KeyMap): void {
  useEffect(() => {
    const reader = createKeyReader(keys);
    /** A ticket's window takes the focus late, and what is typed by then was meant for the window before. */
    const isEarly = ({ control, alt }: Press): boolean => {
      const { openedAt } = desk;
      return openedAt !== null && !control && !alt && desk.now() - openedAt < SETTLE_MS;
    };

    const act = (press: Press, inField: boolean, onControl: boolean, inDialog: boolean): boolean => {
      const state = desk.store.get();
      if (press.control && !press.alt && press.key.toLowerCase() === 'k') {
        palette.open();
        return true;
      }
      // Writing or not: what is written is kept.
      if (desk.ticket !== null && press.control && !press.alt && !press.shift && press.key.toLowerCase() === 'w') {
        void commandNamed('close-window').run(desk);
        return true;
      }
      if (inDialog || state.dialog !== null || document.querySelector('[role="dialog"]') !== null) return false;
      if (press.key === 'F6') {
        cycleZone(press.shift ? -1 : 1);
        return true;
      }
      if (press.key === 'Escape') {
        climb(desk);
        return true;
      }
      const searching = press.control && press.key.toLowerCase() === 'f';
      if (inField && press.key !== 'F1' && !searching) return false;
      if (press.key === 'Enter') {
        if (onControl) return false;
        if (state.armed !== null) {
          void confirmArmed(desk);
          return true;
        }
      }
      if (isEarly(press)) return false;
      const id = reader.read(press, state.singleKeys, desk.now());
      const command = id === undefined ? undefined : commandNamed(id);
      if (command === undefined || !isIn(desk, command)) return false;
      if ((id === 'next' || id === 'previous') && state.armed !== null) desk.store.set({ armed: null });
      void command.run(desk);
      return true;
    };

    const onDown = (event: KeyboardEvent): void => {
      desk.guard.keyDown(event.code);
      if (event.isComposing || event.defaultPrevented || event.metaKey) return;
      const press: Press = {
        key: event.key,
        code: event.code,
        shift: event.shiftKey,
        control: event.ctrlKey,
        alt: event.altKey,
      };
      // Only moving may repeat while a key is held; a held digit or Enter is one press.
      if (event.repeat && !reader.moves(press)) return;
      const { target } = event;
      // A dialog that this very press has closed is gone from the page, not from around its target: one Esc, one level.
      const inDialog = within(target, '[role="dialog"]');
      if (act(press, within(target, FIELDS), within(target, CONTROLS), inDialog)) event.preventDefault();
    };
    const onUp = (event: KeyboardEvent): void => desk.guard.keyUp(event.code);
    const onBlur = (): void => desk.guard.released();
    const onFocus = (): void => {
      if (desk.openedAt === null || isFocused) return;
      isFocused = true;
      desk.openedAt = desk.now();
    };
    let isFocused = document.hasFocus();

    window.addEventListener('keydown', onDown);
    window.addEventListener('keyup', onUp);
    window.addEventListener('blur', onBlur);
    window.addEventListener('focus', onFocus);
    // Only presses are reported from a mail frame, so a digit pressed there counts as released at once.
    const stop = desk.shell.onMailKey(({ repeat, ...press }) => {
      if (!repeat || reader.moves(press)) act(press, false, false, false);
    });
    return () => {
      window.removeEventListener('keydown', onDown);
      window.removeEventListener('keyup', onUp);
      window.removeEventListener('blur', onBlur);
      window.removeEventListener('focus', onFocus);
      stop();
    };
  }, [desk, keys]);
}
