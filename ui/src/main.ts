import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';

import { mount } from 'svelte';

import App from './App.svelte';
import type { Host } from './lib/host';
import { themeName } from './lib/stores/appearance.svelte';

/** The shell; in a plain browser during development, a rehearsal of it. No build for people contains the rehearsal. */
async function findHost(): Promise<Host> {
  if (import.meta.env.DEV && !('__TAURI_INTERNALS__' in window)) {
    const { rehearsalFrom } = await import('./lib/host/rehearsal');
    return rehearsalFrom(new URLSearchParams(location.search));
  }
  const { tauriHost } = await import('./lib/host/tauri');
  return tauriHost;
}

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
// The system's theme from the first paint on; the person's choice follows with the preferences.
document.documentElement.dataset['theme'] = themeName(
  'system',
  matchMedia('(prefers-color-scheme: dark)').matches,
  matchMedia('(prefers-contrast: more)').matches,
);
mount(App, { target, props: { host: await findHost() } });
