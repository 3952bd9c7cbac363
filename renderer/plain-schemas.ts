declare global {
  /** Where zod keeps its settings, whoever loads it and when. */
  var __zod_globalConfig: { jitless?: boolean } | undefined;
}

// Before any schema is made: zod tries whether it may write code for one, which the page's policy refuses and reports. Not by zod's own
// `config`, for the window begins without zod: its pages bring it when they are opened.
globalThis.__zod_globalConfig = { ...globalThis.__zod_globalConfig, jitless: true };

export {};
