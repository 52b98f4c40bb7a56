import { nearest, suggest } from '../base/nearest.js';

/** A cell as the graph sees it. */
export interface GraphCell {
  readonly id: string;
  readonly name: string | null;
  /** Names that it refers to. */
  readonly references: readonly string[];
  /** Ids of cells that it reads without naming them. */
  readonly waitsFor?: readonly string[];
}

export interface Graph {
  /** Ids of the cells that a cell reads, in order of reference; unknown names are left out. */
  readonly inputs: ReadonlyMap<string, readonly string[]>;
  /** All cells, inputs before those who read them, else in order of the document. */
  readonly order: readonly string[];
  /** What is wrong with a cell's references: one sentence with the nearest name, or the cycle. */
  readonly errors: ReadonlyMap<string, WrongReference>;
}

export interface WrongReference {
  readonly message: string;
  readonly remedy: string;
  /** The name that no cell has. */
  readonly unknown?: string;
  /** The one that was probably meant. */
  readonly nearest?: string | undefined;
}

/** Which cell reads which. Cycles, unknown and repeated names are errors of their cells. */
export function graphOf(cells: readonly GraphCell[]): Graph {
  const byName = new Map<string, string>();
  const errors = new Map<string, WrongReference>();
  for (const { id, name } of cells) {
    if (name === null) continue;
    if (byName.has(name))
      errors.set(id, {
        message: `another cell above is called #${name}.`,
        remedy: 'Give one of them another name.',
      });
    else byName.set(name, id);
  }
  const inputs = new Map<string, readonly string[]>();
  for (const { id, references, waitsFor = [] } of cells) {
    const own = [...waitsFor];
    for (const name of references) {
      const input = byName.get(name);
      if (input !== undefined) {
        if (!own.includes(input)) own.push(input);
      } else if (!errors.has(id))
        errors.set(id, {
          message: `there is no cell #${name}.`,
          remedy: suggest(name, byName.keys()) || 'Name the cell that it should read.',
          unknown: name,
          nearest: nearest(name, byName.keys())[0],
        });
    }
    inputs.set(id, own);
  }
  return { inputs, order: ordered(cells, inputs, errors), errors };
}

/** Depth first in order of the document; whoever leads back to a cell under way stands in a cycle. */
function ordered(
  cells: readonly GraphCell[],
  inputs: ReadonlyMap<string, readonly string[]>,
  errors: Map<string, WrongReference>,
): string[] {
  const nameOf = new Map(cells.map(({ id, name }) => [id, name ?? id]));
  const order: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (id: string) => {
    if (done.has(id)) return;
    const at = path.indexOf(id);
    if (at >= 0) {
      const cycle = [...path.slice(at), id].map(each => `#${nameOf.get(each)}`).join(' reads ');
      for (const each of path.slice(at))
        errors.set(each, {
          message: `it reads itself: ${cycle}.`,
          remedy: 'Take one of these references out.',
        });
      return;
    }
    path.push(id);
    for (const input of inputs.get(id) ?? []) visit(input);
    path.pop();
    done.add(id);
    order.push(id);
  };
  for (const { id } of cells) visit(id);
  return order;
}

/** The cells that read `ids`, directly or through others, in order, without `ids` themselves. */
export function readersOf({ inputs, order }: Graph, ids: Iterable<string>): string[] {
  const reached = new Set(ids);
  const first = new Set(reached);
  for (const id of order) if (inputs.get(id)?.some(input => reached.has(input))) reached.add(id);
  return order.filter(id => reached.has(id) && !first.has(id));
}

/** A cell and all that it reads, directly or through others, in the order in which they run. */
export function neededBy({ inputs, order }: Graph, id: string): string[] {
  const needed = new Set<string>();
  const add = (each: string) => {
    if (needed.has(each)) return;
    needed.add(each);
    for (const input of inputs.get(each) ?? []) add(input);
  };
  add(id);
  return order.filter(each => needed.has(each));
}
