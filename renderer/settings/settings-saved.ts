import type { Desk } from '../desk/desk';

/** After settings were saved: everything that may look otherwise is asked for again, and it is said. */
export async function settingsSaved(desk: Desk): Promise<void> {
  await desk.queries.invalidateQueries();
  desk.toast({ sentence: { key: 'toast.settings-saved' }, tone: 'good' });
}

/** What a person wrote as a list: separated by blanks, commas or semicolons. */
export function listOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== '');
}
