/** Fits the product's main to the runtime of the test, before it is loaded. */
import { app } from 'electron';

// Chromium refuses its process sandbox to root, as which tests run in a container. The window's own
// sandboxed preload and isolation stay as the product sets them.
if (process.getuid?.() === 0) app.enableSandbox = () => undefined;

// The runtime's Node may be older than the product's: compute processes get that of the test.
if (process.env.PROBE_NODE) process.execPath = process.env.PROBE_NODE;
