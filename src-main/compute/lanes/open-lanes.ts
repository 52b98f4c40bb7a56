import type { Device } from '../program.js';
import { LaneDevice } from './lane-device.js';
import type { LaneGroup } from './lane-group.js';

/**
 * Lanes on a device. Several run on the `cpu` device only, as threads of their own which share its
 * number of threads; one runs on the device itself.
 */
export function openLanes(device: Device, lanes: number): LaneGroup {
  if (lanes > 1) {
    if (device.name !== 'cpu') throw new Error(`internal: ${device.name} has one lane`);
    return new LaneDevice(lanes, device.threads);
  }
  return {
    lanes: 1,
    createState: (specs, values) => device.createState(specs, values),
    compile: async (fn, specs, label) => {
      const program = await device.compile(fn, specs, label);
      return {
        specs,
        facts: program.facts,
        run: (state, [part], common) => program.run(state, { ...part, ...common }),
        dispose: () => program.dispose(),
      };
    },
    dispose: async () => undefined,
  };
}
