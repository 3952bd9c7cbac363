/**
 * A name from a mail is hostile: no path, no control or direction characters (they disguise `exe` as `txt`), no names
 * that Windows reserves, no leading dot, at most 120 characters with its ending kept.
 */
export function cleanFileName(name: string): string {
  const plain = name
    .normalize('NFC')
    // oxlint-disable-next-line no-control-regex -- these are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain) ? `_${plain}` : plain;
  if (reserved === '') return 'file';
  const dot = reserved.lastIndexOf('.');
  const ending = dot > 0 ? reserved.slice(dot).slice(0, 20) : '';
  return `${reserved.slice(0, dot > 0 ? dot : undefined).slice(0, 120 - ending.length)}${ending}`;
}
