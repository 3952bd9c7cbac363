import { Liquid } from 'liquidjs';

/** What a letter may do to a value. Others repeat or cut texts: a slip could fill the memory, or hide what is missing. */
const FILTERS: readonly string[] = ['upcase', 'downcase', 'capitalize', 'strip'];

/** What reads and fills reply texts. Shared with the check, so that what passes it can be filled. */
export const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  cache: false,
  // No filter that stays asks for it, and looking for the system's own is a tenth of what the engine's program costs to read.
  locale: 'en-US',
});
// A text is one file: nothing may reach another one. And a letter has no loops.
for (const tag of ['include', 'render', 'layout', 'block', 'for', 'tablerow', 'cycle', 'increment', 'decrement']) {
  Reflect.deleteProperty(liquid.tags, tag);
}
for (const filter of Object.keys(liquid.filters)) {
  if (!FILTERS.includes(filter)) Reflect.deleteProperty(liquid.filters, filter);
}
// Italian goes on in lower case after "Buongiorno Giulia,".
liquid.registerFilter('lowerfirst', (text: string) =>
  /^\p{Lu}\p{Lu}/u.test(text) ? text : text.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase()),
);
