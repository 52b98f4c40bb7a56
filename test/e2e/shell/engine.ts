/** The product's engine process, fitted to the runtime of the test. */
import './older-node.js';
import '../../../src-main/electron/engine-process.js';
