/** A view that a query can read, by what it is named in SQL. */
export interface NamedView<T> {
  /** Empty for one that stands without a schema. */
  readonly schema: string;
  readonly table: string;
  /** What it is a view of. */
  readonly of: T;
}

/**
 * What a query reads, each once, in the order in which it is named: from the query's syntax tree as
 * DuckDB writes it (`json_serialize_sql`). A name that a WITH gives to a step of its own is no view.
 */
export function queryReads<T>(tree: unknown, views: readonly NamedView<T>[]): T[] {
  const steps = new Set<string>();
  const read: NamedView<T>[] = [];
  for (const { key } of nodes(tree).filter(isStep)) steps.add(key.toLowerCase());
  for (const { schema_name: schema, table_name: table } of nodes(tree).filter(isTable)) {
    if (schema === '' && steps.has(table.toLowerCase())) continue;
    const view = views.find(each => same(each.schema, schema) && same(each.table, table));
    if (view) read.push(view);
  }
  return [...new Set(read.map(view => view.of))];
}

type Node = Readonly<Record<string, unknown>>;

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function isTable(node: Node): node is Node & { schema_name: string; table_name: string } {
  const { type, schema_name, table_name } = node;
  return type === 'BASE_TABLE' && typeof schema_name === 'string' && typeof table_name === 'string';
}

/** An entry of a WITH. */
function isStep(node: Node): node is Node & { key: string } {
  return typeof node.key === 'string' && typeof node.value === 'object';
}

function nodes(tree: unknown): Node[] {
  if (Array.isArray(tree)) return tree.flatMap(nodes);
  if (typeof tree !== 'object' || tree === null) return [];
  const node: Node = { ...tree };
  return [node, ...Object.values(node).flatMap(nodes)];
}
