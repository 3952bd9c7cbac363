import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { Later, partOf } from '../../renderer/desk/later';
import type { Part } from '../../renderer/desk/later';
import { Page } from '../../renderer/desk/page';
import { startI18n } from '../../renderer/i18n/i18n';
import { WordsProvider } from '../../renderer/i18n/use-words';

type Figures = { readonly count: number };

const Shown = ({ count }: Figures) => (
  <Page title="Figures" lead="">
    {`${count} tickets`}
  </Page>
);

async function show(part: Part<Figures>): Promise<void> {
  const words = await startI18n('en');
  render(
    <WordsProvider interfaceWords={words} keys={new Map()}>
      <MantineProvider env="test">
        <Later part={part} of={{ count: 12 }} title="Figures" />
      </MantineProvider>
    </WordsProvider>,
  );
}

afterEach(cleanup);

describe('a page whose program is a file of its own', () => {
  it('holds its place, which can have the focus, until the program was read', async () => {
    let give: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (give = resolve));
    await show(partOf(() => asked.then(() => Shown)));
    const place = screen.getByRole('main', { name: 'Figures' });
    expect(place.getAttribute('aria-busy')).toBe('true');
    place.focus();
    expect(document.activeElement).toBe(place);
    give();
    expect(await screen.findByText('12 tickets')).toBeTruthy();
  });

  it('is there at once when it is opened again', async () => {
    const part = partOf(() => Promise.resolve(Shown));
    await part.read();
    await show(part);
    expect(screen.getByText('12 tickets')).toBeTruthy();
  });

  it('says what is wrong where the program cannot be read, and reads it again when asked', async () => {
    let tries = 0;
    await show(
      partOf(() => {
        tries += 1;
        return tries === 1 ? Promise.reject(new Error('figures.js is gone')) : Promise.resolve(Shown);
      }),
    );
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Figures could not be opened');
    expect(alert.textContent).toContain('figures.js is gone');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('12 tickets')).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });
});
