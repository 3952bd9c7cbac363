import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeDesk } from '../support/fake-desk';
import { openDesk } from './render-desk';

afterEach(cleanup);

/** A store with so many purchases, none at first. */
function withPurchases(of: { count: number }): (fake: FakeDesk) => void {
  return (fake) => fake.answer({ 'desk.status': () => ({ ...fake.status(), purchases: of.count }) });
}
const steps = () => screen.queryByRole('region', { name: 'First steps' });

describe('a desk without purchases', () => {
  it('asks for them, and then where each product lives', async () => {
    const purchases = { count: 0 };
    const opened = await openDesk({ prepare: withPurchases(purchases) });
    const { user } = opened;
    const first = within(await screen.findByRole('region', { name: 'First steps' }));
    expect(first.getByText('Next: your purchases.')).toBeTruthy();
    // They may come from anywhere: nothing of the strip has to be pressed.
    purchases.count = 3;
    await act(() => opened.desk.queries.invalidateQueries());
    expect(await screen.findByText('Next: say where 2 products live.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Say where…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Where do these products live?' }));
    const product = within(dialog.getAllByRole('radiogroup')[0] ?? document.body);
    await user.click(product.getByRole('radio', { name: 'Producer’s own members area' }));
    const address = dialog.getByRole('textbox', { name: 'Producer’s support address' });
    await user.clear(address);
    await user.type(address, 'no address');
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Save 1 product' }).disabled).toBe(true);
    await user.clear(address);
    await user.type(address, 'nonna@cucina.example');
    await user.click(dialog.getByRole('button', { name: 'Save 1 product' }));
    await waitFor(() =>
      expect(opened.calls('products.save')).toMatchObject([
        { delivery: 'producer', producerEmail: 'nonna@cucina.example' },
      ]),
    );
  });

  it('is left alone by who has enough, for good', async () => {
    const { user } = await openDesk({ prepare: withPurchases({ count: 0 }) });
    await user.click(await screen.findByRole('button', { name: 'Not now' }));
    expect(steps()).toBeNull();
    expect(localStorage.getItem('sportello.first-steps')).toBe('over');
  });
});

describe('a desk at work', () => {
  it('says nothing of first steps, whatever waits to be classified', async () => {
    await openDesk();
    expect(steps()).toBeNull();
  });

  it('nor does the demo', async () => {
    await openDesk({ shell: { demo: true }, prepare: withPurchases({ count: 0 }) });
    expect(steps()).toBeNull();
  });
});
