import { mount } from 'svelte';
import type { StudioBridge } from '../src-main/contract/installation.js';
import App from './app/App.svelte';
import './tokens.css';
import './page.css';

declare global {
  interface Window {
    /** Put there by the preload script, before the page's own scripts run. */
    readonly studio: StudioBridge;
  }
}

const target = document.getElementById('app');
if (!target) throw new Error('internal: the page has no element "app"');
mount(App, { target, props: { studio: window.studio } });
