import type { RowWeighting } from './objectives/objective.js';

/**
 * Weights of loss rows by which every user of the batch counts the same (PinnerFormer A.3): a row has
 * 1 / (users · rows of its user). With `newestHalf` the user's rows at newest positions share one half
 * and the user's others the other half; where one side has no row the other takes all (A.4.4).
 * `rowUser` is the batch's user of a row, 0 … userCount − 1, and users without a row do not count.
 * The weights sum to 1; no rows give an empty array.
 */
export function rowWeights(
  rowUser: ArrayLike<number>,
  isNewest: ArrayLike<number>,
  userCount: number,
  weighting: RowWeighting,
): Float32Array {
  const newestRows = new Int32Array(userCount);
  const otherRows = new Int32Array(userCount);
  for (let row = 0; row < rowUser.length; row++)
    (isNewest[row] ? newestRows : otherRows)[rowUser[row]!]! += 1;
  let usersWithRows = 0;
  for (let user = 0; user < userCount; user++)
    if (newestRows[user]! + otherRows[user]! > 0) usersWithRows++;

  const weights = new Float32Array(rowUser.length);
  for (let row = 0; row < rowUser.length; row++) {
    const user = rowUser[row]!;
    const newest = newestRows[user]!;
    const others = otherRows[user]!;
    const halved = weighting === 'newestHalf' && newest > 0 && others > 0;
    const sharers = halved ? 2 * (isNewest[row] ? newest : others) : newest + others;
    weights[row] = 1 / (usersWithRows * sharers);
  }
  return weights;
}
