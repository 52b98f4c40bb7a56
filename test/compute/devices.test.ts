import { describe, expect, it } from 'vitest';
import { listDevices, openDevice } from '../../src-main/compute/devices.js';

describe('openDevice', () => {
  it('takes a compiled device for auto and says which', async () => {
    const notes: string[] = [];
    const device = await openDevice('auto', { threads: 1, onNote: line => notes.push(line) });
    expect(['cpu', 'tensorflow']).toContain(device.name);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^Device (cpu: onnxruntime 1\.\d+|tensorflow: TensorFlow).*1 thread/);
    await device.dispose();
  });

  it('refuses a device that cannot be had, with the reason and what to do', async () => {
    const before = process.env.PINNERFORMER_TENSORFLOW;
    process.env.PINNERFORMER_TENSORFLOW = '/nowhere';
    try {
      const device = openDevice('tensorflow');
      await expect(device.catch(error => Promise.reject(error.describe()))).rejects.toMatch(
        /TensorFlow is not installed.*install-tensorflow/,
      );
    } finally {
      if (before === undefined) delete process.env.PINNERFORMER_TENSORFLOW;
      else process.env.PINNERFORMER_TENSORFLOW = before;
    }
  });

  it('lists every device with a measured rate or the reason why it does not work', async () => {
    const reports = await listDevices({ threads: 1 });
    expect(reports.map(report => report.name)).toEqual(['cpu', 'tensorflow', 'reference']);
    for (const report of reports) {
      if (report.works) expect(report.gflops).toBeGreaterThan(0);
      else expect(report.reason).not.toBe('');
    }
    expect(reports[0]).toMatchObject({ name: 'cpu', works: true, threads: 1 });
    expect(reports[2]).toMatchObject({ name: 'reference', works: true, threads: 1 });
  });
});
