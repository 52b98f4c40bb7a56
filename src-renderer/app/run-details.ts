import type { RunView } from '../../src-main/contract/workspace.js';
import { plainNumber } from '../widgets/format.js';

export interface RunCurve {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly points: readonly (readonly [step: number, value: number])[];
}

const SHOWN: readonly (readonly [name: string, title: string, about: string])[] = [
  ['loss', 'Training loss', 'by step'],
  ['recallAt10', 'Validation recall@10', 'all pins, by step'],
  ['recallAt10New', 'Validation recall@10', 'new pins, by step'],
  ['usersPerSecond', 'Users a second', 'by step'],
];

/** The curves of the last phase that logged them; those with fewer than two values are left out. */
export function curvePoints(metrics: RunView['metrics']): readonly RunCurve[] {
  return SHOWN.flatMap(([name, title, about]) => {
    const lines = metrics.filter(line => typeof line[name] === 'number');
    const phase = lines.some(line => line.phase === 'selection') ? 'selection' : 'final';
    const points = lines.flatMap(line => {
      const value = line[name];
      return line.phase === phase && typeof value === 'number' ? [[line.step, value] as const] : [];
    });
    return points.length < 2 ? [] : [{ name, title, about, points }];
  });
}

/** An SVG path over width × height, and the range in words. */
export function curvePath(points: RunCurve['points'], width: number, height: number) {
  const values = points.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const end = points.at(-1)?.[0] ?? 1;
  const x = (step: number) => ((step / Math.max(end, 1)) * width).toFixed(1);
  const y = (value: number) =>
    (height - 4 - ((value - low) / (high - low || 1)) * (height - 8)).toFixed(1);
  return {
    path: points.map(([step, value], i) => `${i === 0 ? 'M' : 'L'}${x(step)} ${y(value)}`).join(''),
    low: plainNumber(low),
    high: plainNumber(high),
    last: plainNumber(values.at(-1) ?? Number.NaN),
  };
}

/** "model.width: 256", one setting a line. */
export function configLines(config: unknown, path = ''): readonly string[] {
  if (typeof config !== 'object' || config === null) return [`${path}: ${String(config)}`];
  if (Array.isArray(config)) return [`${path}: [${config.map(String).join(', ')}]`];
  return Object.entries(config).flatMap(([key, value]) =>
    configLines(value, path === '' ? key : `${path}.${key}`),
  );
}
