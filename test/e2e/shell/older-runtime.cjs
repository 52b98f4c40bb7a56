/**
 * What the product takes from Node and a runtime of Electron 22, with Node 16, lacks or does wrongly. The
 * product's own runtime has it all.
 */
const buffer = require('node:buffer');
const os = require('node:os');
const v8 = require('node:v8');
const zlib = require('node:zlib');

os.availableParallelism ??= () => os.cpus().length;
globalThis.structuredClone ??= value => v8.deserialize(v8.serialize(value));

buffer.isUtf8 ??= bytes => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

zlib.crc32 ??= (data, before = 0) => {
  const bytes =
    typeof data === 'string'
      ? Buffer.from(data)
      : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  let sum = ~before;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
};

// Electron 22.3 frees what was serialised with another size than it was allocated with, and dies of it
// (electron/electron#37021, microsoft/vscode#179991): it is kept until the end, which nothing outlives.
if (process.versions.electron?.startsWith('22.')) {
  const kept = [];
  const { releaseBuffer } = v8.Serializer.prototype;
  v8.Serializer.prototype.releaseBuffer = function release() {
    const bytes = releaseBuffer.call(this);
    if (kept.length === 0) process.once('exit', () => process.kill(process.pid, 'SIGKILL'));
    kept.push(bytes);
    return bytes;
  };
}
