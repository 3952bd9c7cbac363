import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { openDesk } from './render-desk';

afterEach(cleanup);

it('a desk that opens while the page reads its words is shown, though nobody listened yet', async () => {
  await openDesk({
    shell: { stage: 'welcome' },
    prepare: (fake) => {
      const { shell } = fake.world;
      const ask = shell.state.bind(shell);
      Reflect.set(shell, 'state', async () => {
        const answer = await ask();
        if (answer.stage === 'welcome') fake.shell({ stage: 'desk' });
        return answer;
      });
    },
  });
  expect(await screen.findByRole('region', { name: 'Suggested replies' })).toBeTruthy();
});
