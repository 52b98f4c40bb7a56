import type { Command } from 'commander';
import { StudioError } from '../base/errors.js';

/** Flags of the command line by the names of the settings that they give. */
export type Flags = ReadonlyMap<string, string>;

/** The flags of a program's commands: `maxRejects` is given by --max-rejects. */
export function flagsOf(program: Command): Flags {
  const options = program.commands.flatMap(command => command.options);
  return new Map(options.map(option => [option.attributeName(), option.long ?? option.flags]));
}

/** A text in which settings, as `name`, are named by their flags. */
export function inFlags(text: string, flags: Flags): string {
  return text.replace(/`(\w+)`/g, (whole, name: string) => flags.get(name) ?? whole);
}

/** An error whose place and remedy name flags instead of settings. */
export function errorInFlags(error: StudioError, flags: Flags): StudioError {
  const { code, message, where, remedy, cause } = error;
  return new StudioError(code, inFlags(message, flags), {
    ...(where === undefined ? {} : { where: flags.get(where) ?? where }),
    ...(remedy === undefined ? {} : { remedy: inFlags(remedy, flags) }),
    cause,
  });
}
