import { expect, test } from 'vitest';
import { FirstShown } from './_first-shown.js';
import { NO_OUTLINE } from './_outlines.js';

const LARGE = 2 ** 21;

test('of peers alike in one tally the first stands for all, and no outline is taken for one of another tally', () => {
  const outlines = Int32Array.from([5, 5, LARGE + 5, LARGE + 5, NO_OUTLINE, NO_OUTLINE]);
  const firsts = new FirstShown(outlines, (peer) => 100 - peer);
  [1, 1, 0, 1, 0, 0].forEach((tally, peer) => firsts.add(peer, tally));
  expect([...firsts.inOrder()]).toEqual([
    [5, 0],
    [4, 0],
    [3, 1],
    [2, 0],
    [1, 1],
  ]);
});
