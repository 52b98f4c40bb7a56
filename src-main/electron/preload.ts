import { contextBridge, ipcRenderer } from 'electron';
import { channels, type StudioBridge } from '../contract/installation.js';

const bridge: StudioBridge = {
  installation: () => ipcRenderer.invoke(channels.installation),
};

contextBridge.exposeInMainWorld('studio', bridge);
