import { expect, it } from 'vitest';
import { createPastMark } from '../../electron/main/past-mark';

const OURS = '/home/anna/desk';

it('an engine that never ran has left nothing', () => {
  expect(createPastMark().left()).toBe(0);
});

it('one that died has counted nothing: unknown, until the profile is open again', () => {
  const marks = createPastMark();
  marks.opened(OURS);
  marks.uncounted(OURS);
  expect(marks.left()).toBeNull();
  marks.opened(OURS);
  expect(marks.left()).toBe(0);
});

it('stays unknown where it is given up, or where the next start fails to open', () => {
  const marks = createPastMark();
  marks.opened(OURS);
  // Five deaths in a row, none of them followed by an open profile.
  for (let death = 0; death < 5; death += 1) marks.uncounted(OURS);
  expect(marks.left()).toBeNull();
});

it('what was counted at closing stays until the profile is open again, also where that fails', () => {
  const marks = createPastMark();
  marks.opened(OURS);
  marks.uncounted(OURS);
  marks.counted(OURS, 2);
  expect(marks.left()).toBe(2);
  marks.counted(OURS, null);
  expect(marks.left()).toBeNull();
});

it('another profile that is opened says nothing of this one', () => {
  const marks = createPastMark();
  marks.counted(OURS, 1);
  marks.opened('/home/anna/demo');
  expect(marks.left()).toBe(1);
  marks.counted('/home/anna/demo', null);
  expect(marks.left()).toBeNull();
});
