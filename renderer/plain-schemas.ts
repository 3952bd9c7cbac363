// Before any schema is made: zod tries whether it may write code for one, which the page's policy refuses and reports. Not by zod's own
// `config`, for the window begins without zod: its pages bring it when they are opened. It keeps its settings under this name,
// whoever loads it and when.
Reflect.set(globalThis, '__zod_globalConfig', { jitless: true });
