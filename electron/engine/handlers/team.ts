import { SportelloError } from '../../../shared/contract/errors';
import type { HandlersOf } from './handler';

/** Settings that hold for the whole team. */
export const teamHandlers = {
  'team.settings': (context) => ({
    team: context.profile().team ?? {},
    language: context.desk().defaultLanguage,
  }),

  'team.save': async (context, { team, language }) => {
    const profile = context.profile();
    const first = profile.mailboxes?.[0] ?? profile.mailbox;
    if (!first) {
      throw new SportelloError('profile-incomplete', 'There is no mailbox to keep the language with', {
        reason: 'no-mailbox',
        action: 'Connect a mailbox first.',
      });
    }
    const mailboxes = profile.mailboxes
      ? { mailboxes: profile.mailboxes.map((mailbox, index) => (index === 0 ? { ...mailbox, language } : mailbox)) }
      : { mailbox: { ...first, language } };
    await context.saveProfile({ ...profile, ...mailboxes, team });
    // Addresses of forms and groups, and the language, are part of every decision.
    await context.pipeline.decideAgain(null);
    context.announcer.statusChanged();
    return { saved: true };
  },
} satisfies HandlersOf<'team.settings' | 'team.save'>;
