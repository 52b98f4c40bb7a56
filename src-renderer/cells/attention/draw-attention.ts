import { attentionStep } from '../../charts/attention-scale.js';
import type { DrawnColumn } from './attention-columns.js';
import type { HeadRow } from './attention-rows.js';

/** Bytes RGB of 256 steps. */
export type Ramp = Uint8ClampedArray;

const css = (ramp: Ramp, step: number): string =>
  `rgb(${ramp[step * 3]} ${ramp[step * 3 + 1]} ${ramp[step * 3 + 2]})`;

/** One cell a head and action. */
export function drawHeadRows(
  context: CanvasRenderingContext2D,
  rows: readonly HeadRow[],
  columns: readonly DrawnColumn[],
  newest: Float32Array,
  count: number,
  ramp: Ramp,
): void {
  rows.forEach((row, r) => {
    for (const { place, left, width } of columns) {
      context.fillStyle = css(ramp, attentionStep(newest[r * count + place] ?? 0));
      context.fillRect(left, row.top, width + 0.25, row.height - 1);
    }
  });
}

/** The matrix as an image of count × count pixels: row = query, column = key, oldest first. Above the diagonal clear. */
export function matrixImage(matrix: Float32Array, count: number, ramp: Ramp): ImageData {
  const image = new ImageData(count, count);
  for (let query = 0; query < count; query++)
    for (let key = 0; key <= query; key++) {
      const cell = query * count + key;
      const step = attentionStep(matrix[cell] ?? 0) * 3;
      image.data[cell * 4] = ramp[step] ?? 0;
      image.data[cell * 4 + 1] = ramp[step + 1] ?? 0;
      image.data[cell * 4 + 2] = ramp[step + 2] ?? 0;
      image.data[cell * 4 + 3] = 255;
    }
  return image;
}
