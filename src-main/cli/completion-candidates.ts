import type { Command, Option } from 'commander';

/** Where the values of an option come from the workspace: its names, asked for when needed. */
export type NameLists = Readonly<Record<string, () => Promise<string[]>>>;

/**
 * What may stand where the last of `words` is being typed (the words of the line without the
 * program's own name). Empty where a file or a free value belongs: the shell then offers files.
 */
export async function complete(
  program: Command,
  words: readonly string[],
  names: NameLists,
): Promise<string[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const startingWith = (candidates: readonly string[]) =>
    candidates.filter(candidate => candidate.startsWith(current));
  const command = program.commands.find(known => known.name() === before[0]);
  if (!command) {
    if (before.length > 0) return [];
    const visible = program.createHelp().visibleCommands(program);
    return startingWith([...visible.map(known => known.name()), '--help', '--version']);
  }
  const option = optionAwaitingValue(command, before);
  if (option) {
    const named = names[option.long ?? ''];
    if (named) return startingWith(await named().catch(() => []));
    return startingWith(option.argChoices ?? []);
  }
  if (current.startsWith('-'))
    return startingWith([...command.options.map(known => known.long ?? ''), '--help']);
  return startingWith(command.registeredArguments[0]?.argChoices ?? []);
}

/** The option whose value comes next: the last option word, if its values have not all been given. */
function optionAwaitingValue(command: Command, before: readonly string[]): Option | undefined {
  const at = before.findLastIndex(word => word.startsWith('-'));
  const option = command.options.find(
    known => known.long === before[at] || known.short === before[at],
  );
  if (!option || option.isBoolean() || (!option.required && !option.optional)) return undefined;
  const given = before.length - 1 - at;
  return given === 0 || option.variadic ? option : undefined;
}
