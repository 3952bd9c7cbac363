import { act, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { cleanup, openDesk } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

function press({ fake }: Opened, key: Parameters<Opened['fake']['pressInMail']>[0]): void {
  act(() => fake.pressInMail(key));
}

describe('a key pressed in the frame of a mail', () => {
  it('does what it does on the desk', async () => {
    const opened = await openDesk();
    press(opened, { key: 'h' });
    expect(await screen.findByRole('dialog', { name: /Snooze/ })).toBeTruthy();
  });

  it('is not the desk’s with Alt, nor with Ctrl+Alt, which types letters on Windows', async () => {
    const opened = await openDesk();
    press(opened, { key: 'h', alt: true });
    press(opened, { key: 'k', control: true, alt: true });
    press(opened, { key: 'p', control: true, alt: true });
    expect(opened.desk.store.get().dialog).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('counts once while it is held, but for those that move through the list', async () => {
    const opened = await openDesk();
    const { store } = opened.desk;
    const first = store.get().selected;
    press(opened, { key: 'h', repeat: true });
    press(opened, { key: '1', code: 'Digit1', repeat: true });
    expect(store.get()).toMatchObject({ dialog: null, armed: null, selected: first });
    press(opened, { key: 'j', repeat: true });
    expect(store.get().selected).not.toBe(first);
  });
});
