import { mount } from 'svelte';
import type { StudioBridge } from '../src-main/contract/installation.js';
import App from './app/App.svelte';
import { type AskForPort, connectToEngine } from './app/connect.js';
import './tokens.css';
import './page.css';

declare global {
  interface Window {
    /** Put there by the desktop's preload script, before the page's own scripts run; a browser has none. */
    readonly studio?: StudioBridge & { readonly askForPort?: AskForPort };
  }
}

const target = document.getElementById('app');
if (!target) throw new Error('internal: the page has no element "app"');
mount(App, { target, props: { connection: connectToEngine(window.studio?.askForPort) } });
