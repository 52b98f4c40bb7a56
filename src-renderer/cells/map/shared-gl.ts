/**
 * One WebGL context for all maps of the page: browsers keep only about sixteen, and drop the oldest
 * without asking. Maps draw here in turns and copy what they see. Shaders are plain text, so that the
 * page's policy against evaluated code holds.
 */
export interface SharedGl {
  readonly gl: WebGL2RenderingContext;
  readonly canvas: HTMLCanvasElement;
  readonly program: WebGLProgram;
  readonly uniform: (name: string) => WebGLUniformLocation | null;
}

const VERTEX = `#version 300 es
in vec2 place;
in float slot;
in float shade;
uniform vec2 middle;
uniform vec2 unit;
uniform float size;
uniform vec3 colours[10];
out vec4 colour;
void main() {
  // Shades: 0 hidden, 1 faint beside chosen ones, 2 plain, 3 chosen.
  gl_Position = shade < 0.5 ? vec4(2.0, 2.0, 2.0, 1.0) : vec4((place - middle) * unit, 0.0, 1.0);
  gl_PointSize = shade > 2.5 ? size * 1.35 : size;
  colour = vec4(colours[int(slot)], shade > 2.5 ? 0.95 : shade > 1.5 ? 0.55 : 0.16);
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
in vec4 colour;
out vec4 pixel;
void main() {
  vec2 away = gl_PointCoord * 2.0 - 1.0;
  float edge = 1.0 - smoothstep(0.7, 1.0, dot(away, away));
  pixel = vec4(colour.rgb, 1.0) * colour.a * edge;
}`;

let shared: SharedGl | null | undefined;

/**
 * The context, made at the first call and again after it was lost; null where WebGL 2 is missing or is
 * worked out by the processor, many times slower than `drawByProcessor`.
 */
export function sharedGl(): SharedGl | null {
  if (shared?.gl.isContextLost()) shared = undefined;
  if (shared === undefined) shared = create();
  return shared;
}

function create(): SharedGl | null {
  const canvas = document.createElement('canvas');
  const gl = canvas.getContext('webgl2', {
    antialias: false,
    preserveDrawingBuffer: true,
  });
  if (gl === null || isSoftware(gl)) return null;
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) return null;
  return { gl, canvas, program, uniform: name => gl.getUniformLocation(program, name) };
}

/** Chromium does not heed `failIfMajorPerformanceCaveat` for its own renderer, so that names have to tell. */
function isSoftware(gl: WebGL2RenderingContext): boolean {
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = names === null ? '' : String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL));
  return /swiftshader|llvmpipe|softpipe|basic render/i.test(renderer);
}
