import domPurify from './dompurify.json' with { type: 'json' };
import html5Security from './html5sec.json' with { type: 'json' };
import { SCRIPT_VECTORS } from './script';

/** All markup that tries to run a script: our own, DOMPurify's fixtures and the HTML5 Security Cheatsheet. */
export const SCRIPT_SET: readonly string[] = [...SCRIPT_VECTORS, ...domPurify.vectors, ...html5Security.vectors];
