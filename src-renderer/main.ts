import { mount } from 'svelte';
import App from './app/App.svelte';
import { connectToEngine } from './state/connect.js';
import './tokens.css';
import './page.css';

const target = document.getElementById('app');
if (!target) throw new Error('internal: the page has no element "app"');
mount(App, { target, props: { connection: connectToEngine() } });
