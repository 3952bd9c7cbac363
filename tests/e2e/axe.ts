import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures';

/**
 * Everything in the light theme; in the dark one what a theme can change. The window has one page, so axe must not open
 * a second one to report in.
 */
export async function expectNoViolations(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const axe = new AxeBuilder({ page }).setLegacyMode();
    const { violations, passes, incomplete } = await (
      colorScheme === 'light' ? axe : axe.withRules(['color-contrast'])
    ).analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    );
    expect(found, `${where}, ${colorScheme}`).toEqual([]);
    // What lies over something else axe looks at without a verdict.
    expect(passes.length + incomplete.length, `${where}, ${colorScheme}: nothing was checked`).toBeGreaterThan(0);
  }
}
