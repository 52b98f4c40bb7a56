import type { PackageFacts } from '../../src-main/contract/installation.js';

/** State of a package in words: its version, or what takes its place. */
export function packageState({ works, version, substitute }: PackageFacts): string {
  if (works) return version === undefined ? 'works' : `works, ${version}`;
  return substitute === undefined
    ? 'not here, and nothing takes its place: install again'
    : `not here: ${substitute} takes its place`;
}

/** A count or a rate with at most one decimal, thousands parted by a thin space; empty for none. */
export function asNumber(value: number | undefined): string {
  if (value === undefined) return '';
  const rounded = value >= 100 ? Math.round(value) : Math.round(value * 10) / 10;
  return String(rounded).replace(/\B(?=(\d{3})+$)/, '\u2009');
}

/** Why the facts could not be had, without what Electron puts before an error of another process. */
export function failureText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^Error invoking remote method '[^']*': (\w*Error: )?/, '');
}
