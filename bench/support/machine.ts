import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** Where a number was measured; printed above every table and kept in its JSON. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  /** Instruction sets that decide the speed of matrix products, as the kernel names them. */
  readonly vectorUnits: readonly string[];
  /** Versions of the packages that compute, and the commit measured. */
  readonly versions: Readonly<Record<string, string>>;
}

const decisiveFlags = [
  'avx2',
  'fma',
  'avx512f',
  'avx512_bf16',
  'avx_vnni',
  'avx512_vnni',
  'amx_bf16',
];

export function describeMachine(packages: readonly string[] = ['onnxruntime-node']): Machine {
  const versions: Record<string, string> = { commit: commit() };
  for (const name of packages) versions[name] = packageVersion(name);
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    vectorUnits: vectorUnits(),
    versions,
  };
}

export function machineLine(machine: Machine): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${machine.cpu}, ${machine.cores} cores`,
    machine.vectorUnits.join(' ') || 'no vector units listed',
    `${machine.memoryGiB} GiB`,
    machine.system,
    `Node ${machine.node}`,
    ...versions,
  ].join(' · ');
}

function vectorUnits(): string[] {
  try {
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
    const present = new Set(flags.trim().split(' '));
    return decisiveFlags.filter(flag => present.has(flag));
  } catch {
    return [];
  }
}

function packageVersion(name: string): string {
  try {
    return String(JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version);
  } catch {
    return 'not installed';
  }
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
