import { readPreference, writePreference } from './preferences.js';

export const themes = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themes)[number];

const isTheme = (value: unknown): value is ThemeChoice => themes.some(theme => theme === value);

/** Light, dark, or as the system has it; set on the page's root, where the tokens read it. */
export class Theme {
  choice = $state<ThemeChoice>(readPreference('theme', isTheme, 'system'));

  constructor(private readonly root: HTMLElement) {
    this.#apply();
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    writePreference('theme', choice);
    this.#apply();
  }

  /** The next in turn, for the button. */
  turn(): void {
    this.choose(themes[(themes.indexOf(this.choice) + 1) % themes.length] as ThemeChoice);
  }

  #apply(): void {
    if (this.choice === 'system') delete this.root.dataset.theme;
    else this.root.dataset.theme = this.choice;
  }
}
