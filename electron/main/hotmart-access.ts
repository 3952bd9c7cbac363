import { chosenSecrets, hotmartGrantOf } from '../../shared/contract/hotmart';
import type { HotmartChoice, HotmartSecrets, HotmartSettings } from '../../shared/contract/hotmart';
import { SportelloError } from '../../shared/contract/errors';
import type { Profile } from '../../shared/contract/profile';
import { readProfile, writeProfile } from './profile-file';
import type { KeptHotmart, Protection, Secrets } from './secrets';

/** What the engine gets for Hotmart's API: the variables of cli.md, else what is kept for the same client and hosts. */
export function hotmartFor(
  settings: HotmartSettings | undefined,
  kept: KeptHotmart | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly hotmart?: HotmartSecrets } {
  const given = {
    clientSecret: environment['SPORTELLO_HOTMART_CLIENT_SECRET'] || null,
    basic: environment['SPORTELLO_HOTMART_BASIC'] || null,
  };
  if (settings === undefined) return {};
  if (given.clientSecret !== null || given.basic !== null) return { hotmart: given };
  if (kept === undefined || kept.of !== hotmartGrantOf(settings)) return {};
  return { hotmart: { clientSecret: kept.clientSecret, basic: kept.basic } };
}

/**
 * Writes what a person chose into profile.json, and its secret where the mailbox's are; null takes both away. Hosts stay as
 * profile.json says: no window chooses where a secret goes.
 */
export async function saveHotmart(
  profileDir: string,
  secrets: Secrets,
  protection: Protection,
  choice: HotmartChoice | null,
): Promise<void> {
  const profile = await readProfile(profileDir);
  if (profile === null) {
    throw new SportelloError('profile-incomplete', 'There is no mailbox yet.', {
      reason: 'no-mailbox',
      action: 'Connect a mailbox first.',
    });
  }
  const { hotmart: before, ...rest } = profile;
  if (choice === null) {
    await secrets.change(protection, ({ hotmart: _gone, ...kept }) => kept);
    await writeProfile(profileDir, rest);
    return;
  }
  const { clientId, clubs } = choice;
  const hotmart: HotmartSettings = { ...before, clientId, clubs };
  const of = hotmartGrantOf(hotmart);
  await secrets.change(protection, (kept) => {
    const chosen = chosenSecrets(choice, kept.hotmart?.of === of ? kept.hotmart : null);
    const { hotmart: _before, ...others } = kept;
    return chosen === null
      ? others
      : { ...others, hotmart: { of, clientSecret: chosen.clientSecret, basic: chosen.basic } };
  });
  await writeProfile(profileDir, { ...rest, hotmart } satisfies Profile);
}
