/** The one bridge between the page and the desktop: a port to the engine, and what only a shell can do. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { ENGINE_PORT_MESSAGE, type ShellBridge, type ShellCommand } from '../contract/shell.js';
import { channels } from './channels.js';

const bridge: ShellBridge = {
  platform: process.platform,
  requestEngine: () => ipcRenderer.invoke(channels.requestEngine),
  onEngineLost: listener => listen(channels.engineLost, () => listener()),
  pickFiles: request => ipcRenderer.invoke(channels.pickFiles, request),
  pathOfFile: file => webUtils.getPathForFile(file),
  // Only main sends on this channel, and what it sends is a command.
  onCommand: listener => listen(channels.command, command => listener(command as ShellCommand)),
  tellPossible: commandIds => ipcRenderer.invoke(channels.possible, commandIds),
};

// A port crosses to the page's world by a message to its own window, and in no other way.
ipcRenderer.on(channels.enginePort, event => {
  window.postMessage(ENGINE_PORT_MESSAGE, location.origin, event.ports);
});

function listen(channel: string, listener: (value: unknown) => void): () => void {
  const own = (_event: unknown, value: unknown) => listener(value);
  ipcRenderer.on(channel, own);
  return () => void ipcRenderer.off(channel, own);
}

contextBridge.exposeInMainWorld('studio', bridge);
