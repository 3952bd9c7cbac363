import { config } from 'zod';

// Before any schema is made: zod tries whether it may write code for one, which the page's policy refuses and reports.
config({ jitless: true });
