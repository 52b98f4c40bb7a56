export const written = $state({
  /** True while the notebook is written to a file: charts then say what a pointer would ask the page for. */
  now: false,
  /** True while canvases become pictures: a file is looked at on finer screens than this one, and larger. */
  finely: false,
});

/** Dots of a canvas to a pixel of the page; what draws one reads it anew when it changes. */
export function dotsAPixel(): number {
  return Math.max(written.finely ? 2 : 1, globalThis.devicePixelRatio || 1);
}

/** What `take` finds in a page whose canvases are drawn for a file. */
export async function drawnFinely<T>(take: () => T | Promise<T>): Promise<T> {
  written.finely = true;
  try {
    // A canvas is drawn at once or in the next frame.
    for (let frame = 0; frame < 3; frame++)
      await new Promise(resolve => requestAnimationFrame(resolve));
    return await take();
  } finally {
    written.finely = false;
  }
}
