import type { Api, Procedure } from './procedure.js';
import { joinPath } from './protocol.js';

/** Every procedure of an api by its path. */
export function proceduresOf(api: Api): ReadonlyMap<string, Procedure> {
  const found = new Map<string, Procedure>();
  const visit = (record: Api, names: readonly string[]) => {
    for (const [name, member] of Object.entries(record)) {
      if (isProcedure(member)) found.set(joinPath([...names, name]), member);
      else visit(member, [...names, name]);
    }
  };
  visit(api, []);
  return found;
}

/** A record of the api's shape with something made for each of its procedures. */
export function mapApi(
  api: Api,
  make: (procedure: Procedure, path: string) => unknown,
  names: readonly string[] = [],
): unknown {
  return Object.fromEntries(
    Object.entries(api).map(([name, member]) => {
      const path = [...names, name];
      return [
        name,
        isProcedure(member) ? make(member, joinPath(path)) : mapApi(member, make, path),
      ];
    }),
  );
}

/** A nested record may itself hold a member named kind: only a procedure's is a word. */
function isProcedure(member: Procedure | Api): member is Procedure {
  return typeof member.kind === 'string';
}
