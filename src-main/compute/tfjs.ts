import { engine, env, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';

/**
 * The one place where tfjs is set up. Its engine, kernels and gradients are global to the process,
 * so a backend is chosen for the length of one synchronous call and then given back.
 */

// Leaves out per-operation checks and the warnings that a second copy of tfjs prints.
env().set('PROD', true);

/** Runs `body` on the named tfjs backend; synchronous, so that no other program can interleave. */
export function withBackend<T>(name: string, body: () => T): T {
  const previous = engine().backendName;
  switchTo(name);
  try {
    return body();
  } finally {
    if (previous && previous !== name) switchTo(previous);
  }
}

// setBackend returns a promise, but has switched when it returns if the backend starts synchronously.
function switchTo(name: string): void {
  if (engine().backendName !== name) void setBackend(name);
  if (engine().backendName !== name)
    throw new Error(`internal: the tfjs backend ${name} is not registered`);
}
