import { describe, expect, it } from 'vitest';
import { jsonFault } from '../../shared/domain/json-place';

describe('where a text stops being JSON', () => {
  it.each([
    ['a comma too many', '{\n  "version": 1,\n}', { line: 3, column: 1 }],
    ['a comma too few', '{\n  "version": 1\n  "store": {}\n}', { line: 3, column: 3 }],
    ['a name without quotes', '{ version: 1 }', { line: 1, column: 3 }],
    ['single quotes', "{ 'version': 1 }", { line: 1, column: 3 }],
    ['a string that never ends', '{\n "path": "C:\n}', { line: 2, column: 10 }],
    ['a lone backslash', '{ "path": "C:\\data" }', { line: 1, column: 11 }],
    ['a bracket of the other kind', '[1, 2}', { line: 1, column: 6 }],
    ['an end that is missing', '{ "a": [1, 2]', { line: 1, column: 14 }],
    ['nothing at all', '', { line: 1, column: 1 }],
    ['something after the end', '{} {}', { line: 1, column: 4 }],
    ['a number that is none', '{ "n": 01 }', { line: 1, column: 8 }],
    ['a comment', '{ // no\n}', { line: 1, column: 3 }],
  ])('is found for %s', (_what, text, place) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(jsonFault(text)).toEqual(place);
  });

  it.each([
    'null',
    '-1.5e+3',
    '[]',
    '{}',
    '"a\\u00e8\\n"',
    '{ "a": [1, true, null, {"b": "c"}], "d": {} }\n',
    JSON.stringify({ a: [[], [{}]] }, null, 2),
  ])('is nowhere in %s', (text) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    expect(jsonFault(text)).toBeNull();
  });
});
