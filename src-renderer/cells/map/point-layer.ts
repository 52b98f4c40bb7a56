import type { MapView } from './map-view.js';
import { type SharedGl, sharedGl } from './shared-gl.js';
import type { Rgb } from './token-colours.js';

/** How a point is drawn. */
export const HIDDEN = 0;
export const FAINT = 1;
export const PLAIN = 2;
export const CHOSEN = 3;
/** By shade; the shader has the same. */
export const OPACITY = [0, 0.16, 0.55, 0.95] as const;

/** The points of one map in the shared WebGL context, copied to the map's own canvas at each drawing. */
export class PointLayer {
  readonly #points: Float32Array;
  readonly #slots: Uint8Array;
  #shades: Uint8Array;
  #on: SharedGl | null = null;
  #array: WebGLVertexArrayObject | null = null;
  #buffers: WebGLBuffer[] = [];
  #shadesChanged = true;

  /** `points` is [n, 2], `slots` n colours from 0 to 9, `shades` n of HIDDEN … CHOSEN. */
  constructor(points: Float32Array, slots: Uint8Array, shades: Uint8Array) {
    this.#points = points;
    this.#slots = slots;
    this.#shades = shades;
  }

  shade(shades: Uint8Array): void {
    this.#shades = shades;
    this.#shadesChanged = true;
  }

  /** Draws on a canvas at device pixels; false where no graphics card is at work. */
  draw(canvas: HTMLCanvasElement, view: MapView, colours: readonly Rgb[], ratio: number): boolean {
    const shared = sharedGl();
    const target = canvas.getContext('2d');
    if (shared === null || target === null) return false;
    if (shared !== this.#on) this.#upload(shared);
    const { gl, program, uniform } = shared;
    const width = Math.round(view.width * ratio);
    const height = Math.round(view.height * ratio);
    resizeTo(shared.canvas, width, height);
    resizeTo(canvas, width, height);
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.useProgram(program);
    gl.bindVertexArray(this.#array);
    this.#uploadShades(shared);
    gl.uniform2f(uniform('middle'), view.x, view.y);
    gl.uniform2f(uniform('unit'), (2 * view.scale) / view.width, (2 * view.scale) / view.height);
    gl.uniform1f(uniform('size'), pointSize(this.#slots.length, view) * ratio);
    gl.uniform3fv(uniform('colours'), colours.flat());
    gl.drawArrays(gl.POINTS, 0, this.#slots.length);
    gl.bindVertexArray(null);
    target.clearRect(0, 0, width, height);
    target.drawImage(shared.canvas, 0, 0, width, height, 0, 0, width, height);
    return true;
  }

  dispose(): void {
    const gl = this.#on?.gl;
    if (gl === undefined || gl.isContextLost()) return;
    for (const buffer of this.#buffers) gl.deleteBuffer(buffer);
    gl.deleteVertexArray(this.#array);
    this.#on = null;
  }

  #upload(shared: SharedGl): void {
    const { gl, program } = shared;
    this.#on = shared;
    this.#array = gl.createVertexArray();
    gl.bindVertexArray(this.#array);
    const parts = [
      ['place', this.#points, 2, gl.FLOAT],
      ['slot', this.#slots, 1, gl.UNSIGNED_BYTE],
      ['shade', this.#shades, 1, gl.UNSIGNED_BYTE],
    ] as const;
    this.#buffers = parts.map(([name, values, size, type]) => {
      const buffer = gl.createBuffer();
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, values, gl.DYNAMIC_DRAW);
      const at = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(at);
      gl.vertexAttribPointer(at, size, type, false, 0, 0);
      return buffer;
    });
    this.#shadesChanged = false;
  }

  #uploadShades({ gl }: SharedGl): void {
    if (!this.#shadesChanged) return;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffers[2] ?? null);
    gl.bufferData(gl.ARRAY_BUFFER, this.#shades, gl.DYNAMIC_DRAW);
    this.#shadesChanged = false;
  }
}

/** Pixels across: fewer points and closer views have larger ones. */
export function pointSize(points: number, view: MapView): number {
  const zoom = view.scale / (Math.min(view.width, view.height) / 2);
  const base = points > 200_000 ? 1.4 : points > 20_000 ? 2 : 3;
  return Math.min(9, base * Math.max(1, zoom) ** 0.4);
}

function resizeTo(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
