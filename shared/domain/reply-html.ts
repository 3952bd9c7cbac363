const LINK = /(https?:\/\/[^\s<>"]+)|([\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+)/gu;
/** Marks that end the sentence around a link, not the link. */
const TRAILING = /[.,;:!?)\]”"'’]+$/;

/**
 * The simple HTML of a reply's text, a fragment for a `body`: paragraphs, numbered and plain lists, clickable links and addresses. Everything is
 * escaped; no style sheet, no picture, nothing that a mail program would load.
 */
export function replyHtml(text: string): string {
  const blocks = text.replace(/\r\n?/g, '\n').split(/\n{2,}/);
  return blocks
    .map((block) => blockHtml(block.split('\n').filter((line) => line.trim() !== '')))
    .filter((block) => block !== '')
    .join('\n');
}

type Line = { readonly kind: 'ol' | 'ul' | 'p'; readonly text: string; readonly number: number };

function readLine(line: string): Line {
  const numbered = /^\s*(\d{1,3})[.)]\s+(.*)$/.exec(line);
  if (numbered) return { kind: 'ol', text: numbered[2] ?? '', number: Number(numbered[1]) };
  const bullet = /^\s*[-•*]\s+(.*)$/.exec(line);
  return bullet ? { kind: 'ul', text: bullet[1] ?? '', number: 0 } : { kind: 'p', text: line, number: 0 };
}

function blockHtml(lines: readonly string[]): string {
  const runs: Line[][] = [];
  for (const line of lines.map(readLine)) {
    const run = runs.at(-1);
    if (run !== undefined && run[0]?.kind === line.kind) run.push(line);
    else runs.push([line]);
  }
  return runs.map(runHtml).join('\n');
}

function runHtml(run: readonly Line[]): string {
  const [first] = run;
  if (first === undefined) return '';
  if (first.kind === 'p') return `<p>${run.map(({ text }) => inlineHtml(text)).join('<br>\n')}</p>`;
  const start = first.kind === 'ol' && first.number !== 1 ? ` start="${first.number}"` : '';
  const items = run.map(({ text }) => `<li>${inlineHtml(text)}</li>`).join('\n');
  return `<${first.kind}${start}>\n${items}\n</${first.kind}>`;
}

function inlineHtml(text: string): string {
  let html = '';
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const [found] = match;
    const bare = found.replace(TRAILING, '');
    const href = match[1] === undefined ? `mailto:${encodeURI(bare)}` : bare;
    html += `${escapeHtml(text.slice(from, match.index))}<a href="${escapeHtml(href)}">${escapeHtml(bare)}</a>`;
    from = match.index + bare.length;
  }
  return html + escapeHtml(text.slice(from));
}

/** The five characters that mean something in HTML text and attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
