import { UsageError } from './usage-error.js';

/** `key=value` words as an object; values are JSON where they read as JSON, else strings. */
export function parseSettings(
  settings: readonly string[],
  option = '--set',
): Record<string, unknown> {
  const entries = settings.map((setting): [string, unknown] => {
    const at = setting.indexOf('=');
    if (at < 1)
      throw new UsageError(`"${setting}" is not of the form key=value.`, {
        where: option,
        remedy: `Write for example ${option} users=500.`,
      });
    return [setting.slice(0, at).trim(), jsonOrText(setting.slice(at + 1).trim())];
  });
  return Object.fromEntries(entries);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
