import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld('studio', {
  installation: () => ipcRenderer.invoke('installation'),
});
