/** Version of rules and macros that a frozen reply was made with; raised when either changes what it says. */
export const RULES_VERSION = '2026-11';
