/** Second labels under which names are sold in most countries (`com.br`, `co.uk`). */
const SHARED_SECOND = new Set(
  'ac adv art blog co com ebc eco edu eng esp fin flog g12 gob gov ind inf info jus leg med mil net nom nome or org pro psi rec srv tmp tur tv vlog wiki'.split(
    ' ',
  ),
);
/** Hosters who give a name of their own to anybody: what stands before it is somebody else. */
const HOSTERS = [
  'amazonaws.com', 'appspot.com', 'azurewebsites.net', 'blogspot.com', 'blogspot.com.br', 'cloudfront.net', 'firebaseapp.com',
  'fly.dev', 'github.io', 'gitlab.io', 'glitch.me', 'herokuapp.com', 'myshopify.com', 'netlify.app', 'ngrok.io', 'ngrok-free.app',
  'onrender.com', 'pages.dev', 'r2.dev', 'repl.co', 'surge.sh', 'trycloudflare.com', 'vercel.app', 'web.app', 'weebly.com',
  'wixsite.com', 'wordpress.com', 'workers.dev',
]; // prettier-ignore

/**
 * The part of a host that one owner registered (`evil.example` of `hotmart.com.evil.example`), for a host in ASCII as `URL` gives
 * it. Numbers are their own. Without the public list of suffixes: where the rule is unsure it keeps one label more, which
 * hides nothing.
 */
export function registrableDomain(host: string): string {
  const plain = host.replace(/\.$/, '');
  if (/^[\d.]+$|^\[/.test(plain)) return plain;
  const labels = plain.split('.');
  const hoster = HOSTERS.find((name) => plain.endsWith(`.${name}`));
  if (hoster !== undefined) return labels.slice(-hoster.split('.').length - 1).join('.');
  const [top = '', second = ''] = labels.toReversed();
  return labels.slice(top.length === 2 && SHARED_SECOND.has(second) ? -3 : -2).join('.');
}
