import type { MapOutput } from '../../../src-main/contract/outputs.js';
import { count, fixed } from '../../widgets/format.js';
import type { Table } from '../cell-kind.js';
import { legendOf, slotsByInterest } from './point-slots.js';

/** Pins by interest, and the place of each pin; the map itself is only where to look. */
export function mapTables(output: MapOutput): Table[] {
  const legend = legendOf(slotsByInterest(output), { from: 0, until: output.pins });
  const place = (value: number) => fixed(value, 3);
  const column = (axis: 0 | 1) =>
    Float32Array.from({ length: output.pins }, (_, row) => output.points[2 * row + axis]!);
  return [
    {
      title: 'Pins by interest',
      columns: [
        { name: 'interest', values: legend.map(entry => entry.name) },
        { name: 'pins', values: legend.map(entry => entry.points), format: count },
      ],
    },
    {
      title: 'Places of pins',
      columns: [
        { name: 'pin', unit: 'row', values: output.pin },
        {
          name: 'interest',
          values: Array.from(output.pin, (_, row) => output.interests[output.interest[row]!] ?? ''),
        },
        { name: 'actions', values: output.actions.subarray(0, output.pins), format: count },
        { name: 'x', values: column(0), format: place },
        { name: 'y', values: column(1), format: place },
      ],
    },
  ];
}
