import type { ProfileOutput } from '../../../src-main/contract/outputs.js';
import { count, duration, percent } from '../../widgets/format.js';
import type { Table } from '../cell-kind.js';
import { brushed, sampleColumns } from './sample-columns.js';

/** The tables behind the small multiples of a profile. */
export function profileTables(output: ProfileOutput): Table[] {
  const { profile, sample } = output;
  const columns = sampleColumns(output);
  const { counts } = brushed(columns, {});
  const names = {
    actions: 'Actions a user',
    perActiveDay: 'Actions an active day',
    gap: 'Median gap between actions, s',
    repeat: 'Share of repeats',
    last: 'Last action, UTC ms',
  };
  const quantiles = ['min', 'p10', 'p25', 'median', 'p75', 'p90', 'p99', 'max', 'mean'] as const;
  return [
    {
      title: 'Quantiles',
      columns: [
        { name: 'quantile', values: quantiles },
        { name: 'actions a user', values: quantiles.map(q => profile.actionsPerUser[q]) },
        {
          name: 'gap',
          values: quantiles.map(q => profile.gapsSeconds[q]),
          format: duration,
        },
        { name: 'active days', values: quantiles.map(q => profile.activeDaysPerUser[q]) },
      ],
    },
    {
      title: 'Action types',
      columns: [
        { name: 'type', values: profile.types.map(type => type.name) },
        { name: 'actions', values: profile.types.map(type => type.actions), format: count },
        { name: 'share', values: profile.types.map(type => type.share), format: percent },
        { name: 'positives', values: profile.types.map(type => type.positives), format: count },
      ],
    },
    {
      title: sample.users.length < profile.users ? 'A sample of users' : 'Users',
      columns: [
        { name: 'user', values: sample.users },
        { name: 'actions', values: sample.actions, format: count },
        { name: 'active days', values: sample.activeDays, format: count },
        { name: 'median gap', unit: 's', values: sample.medianGapSeconds, format: duration },
        { name: 'repeats', values: sample.repeatShare, format: percent },
        {
          name: 'last action',
          unit: 'UTC',
          values: Array.from(sample.lastAtMs, at => new Date(at).toISOString()),
        },
      ],
    },
    ...columns.map(({ name, edges }) => ({
      title: `${names[name]}, users in each bin`,
      columns: [
        { name: 'from', values: edges.slice(0, -1) },
        { name: 'below', values: edges.slice(1) },
        { name: 'users', values: counts[name] ?? [], format: count },
      ],
    })),
  ];
}
