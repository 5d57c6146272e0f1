import { MediaQuery } from 'svelte/reactivity';

import type { Host } from '$lib/host';
import type { Preferences, Theme } from '$lib/ipc';

/** The attribute on `<html>` for a chosen theme. */
export function themeName(theme: Theme, systemDark: boolean, moreContrast: boolean): string {
  switch (theme) {
    case 'light':
      return 'light';
    case 'dark':
      return 'dark';
    case 'contrast':
      return systemDark ? 'contrast-dark' : 'contrast';
    case 'system':
      if (moreContrast) return systemDark ? 'contrast-dark' : 'contrast';
      return systemDark ? 'dark' : 'light';
  }
}

/** Theme and density. */
export class Appearance {
  preferences = $state.raw<Preferences>({ theme: 'system', density: 'comfortable' });
  readonly #dark = new MediaQuery('prefers-color-scheme: dark');
  readonly #contrast = new MediaQuery('prefers-contrast: more');

  constructor(
    private readonly host: Host,
    private readonly failed: (error: unknown) => void,
  ) {}

  get theme(): string {
    return themeName(this.preferences.theme, this.#dark.current, this.#contrast.current);
  }

  async load(): Promise<void> {
    try {
      this.preferences = await this.host.commands.preferences();
    } catch (error) {
      this.failed(error);
    }
  }

  async choose(change: Partial<Preferences>): Promise<void> {
    this.preferences = { ...this.preferences, ...change };
    try {
      await this.host.commands.setPreferences(this.preferences);
    } catch (error) {
      this.failed(error);
    }
  }
}
