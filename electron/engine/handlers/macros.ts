import { SportelloError } from '../../../shared/contract/errors';
import { REPLY_LANGUAGES } from '../../../shared/domain/intent';
import { MACRO_PARTS, MACROS } from '../../../shared/domain/macro';
import { textOn } from '../../../shared/domain/own-macros';
import { isLead } from '../../../shared/domain/team-roles';
import type { EngineContext } from '../context';
import { packMacros, readMacroSet } from '../macros/macro-set';
import { saysTheSame, wordsOf } from '../macros/macro-shelf';
import { previewText } from '../macros/preview-text';
import { goLive, openMacro, overviewOf, problemsOf, restore } from '../macros/team-texts';
import { tryTexts } from '../macros/try-texts';
import { dropDraft, readDrafts, saveDraft } from '../store/macro-texts-table';
import type { HandlersOf } from './handler';
import type { MacroImport, MacroResults } from '../../../shared/contract/macros';

/** The team's reply texts: what is live, drafts, versions, and what a change would do. */
export const macroHandlers = {
  'macros.overview': (context) => overviewOf(context),

  'macros.open': (context, { macro }) => openMacro(context, macro),

  'macros.keepDraft': async (context, { macro, language, text }) => {
    checkMayWrite(context);
    const at = context.outside.clock.now();
    if (text === null) await dropDraft(context.store.db, macro, language);
    else await saveDraft(context.store.db, { macro, language, text, by: context.desk().agent.name, at });
    return { savedAt: at };
  },

  'macros.preview': (context, wanted) => previewText(context, wanted),

  'macros.goLive': async (context, { drafts, note }) => {
    checkMayWrite(context);
    return { before: await goLive(context, drafts, note) };
  },

  'macros.restore': async (context, { versions, note }) => {
    checkMayWrite(context);
    return { before: await restore(context, versions, note) };
  },

  'macros.try': async (context, { drafts, last }) => {
    const kept = await readDrafts(context.store.db, null);
    const chosen = kept.filter((draft) =>
      drafts.some((one) => one.macro === draft.macro && one.language === draft.language),
    );
    for (const { macro, language, text } of chosen) {
      const { problems, filled } = await previewText(context, { macro, language, text, ticket: null });
      if (filled === null) throw unfillable(macro, language, problems.length);
    }
    return tryTexts(context, chosen, last);
  },

  'macros.export': (context) => {
    const ids = [...MACROS, ...MACRO_PARTS, ...context.macros.own().map(({ id }) => id)];
    const sources = ids.flatMap((macro) =>
      REPLY_LANGUAGES.flatMap((language) => textOn(context.macros, macro, language) ?? []),
    );
    const day = new Date(context.outside.clock.now()).toISOString().slice(0, 10);
    return { fileName: `macros-${day}.zip`, base64: Buffer.from(packMacros(sources)).toString('base64') };
  },

  'macros.import': async (context, { path }) => {
    checkMayWrite(context);
    const { sources, refused } = await readMacroSet(path);
    const at = context.outside.clock.now();
    const by = context.desk().agent.name;
    const drafts: MacroImport['drafts'][number][] = [];
    let same = 0;
    for (const source of sources) {
      const { macro, language } = source;
      const live = textOn(context.macros, macro, language);
      if (live !== undefined && saysTheSame(wordsOf(live), wordsOf(source))) {
        same += 1;
        continue;
      }
      await saveDraft(context.store.db, { macro, language, text: wordsOf(source), by, at });
      drafts.push({ macro, language, problems: problemsOf(context, source) });
    }
    return { drafts, same, refused };
  },
} satisfies HandlersOf<keyof MacroResults>;

/** Customers read these texts: in a team leads write them, agents look at them. @throws SportelloError `not-allowed` */
function checkMayWrite({ store }: EngineContext): void {
  if (store.kind === 'file' || isLead(store.member)) return;
  throw new SportelloError('not-allowed', 'Only leads change the reply texts of a team.', {
    reason: 'lead',
    action: 'Ask a lead of the team; you can look at every text and try it on tickets.',
  });
}

function unfillable(macro: string, language: string, problems: number): SportelloError {
  return new SportelloError('not-allowed', `The draft of ${macro} (${language}) cannot be filled yet.`, {
    reason: 'text-problems',
    action: 'Correct what the editor names, and try again.',
    detail: { problems },
  });
}
