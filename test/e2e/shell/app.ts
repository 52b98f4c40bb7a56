/** The product's main as it is, fitted to the runtime of the test. It tells when its engine runs. */
import { app } from 'electron';
import './this-runtime.js';
import '../../../src-main/electron/main.js';

const waiting = setInterval(() => {
  const engine = app.getAppMetrics().find(({ name }) => name === 'PinnerFormer engine');
  if (!engine) return;
  clearInterval(waiting);
  process.stdout.write(`\n${JSON.stringify({ main: process.pid, engine: engine.pid })}\n`);
}, 50);

// Quit of the menu. No answer of the driver is under way then, which would be lost with the app.
process.on('SIGUSR2', () => app.quit());
