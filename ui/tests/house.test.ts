import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

const sources = filesUnder(join(root, 'src'))
  .filter((path) => /\.(ts|svelte|css)$/.test(path) && !path.endsWith('.test.ts'))
  .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }));
const components = sources.filter((source) => source.path.endsWith('.svelte'));
const outsideHost = sources.filter(
  (source) => !source.path.startsWith('src/lib/host/') && source.path !== 'src/lib/ipc/bindings.ts',
);

describe('the fence around the host', () => {
  it('lets nobody else import the shell', () => {
    expect(sources.length).toBeGreaterThan(40);
    expect(outsideHost.filter((source) => /from ['"]@tauri-apps\//.test(source.text)).map((one) => one.path)).toEqual(
      [],
    );
    expect(sources.some((source) => /from ['"]@tauri-apps\//.test(source.text))).toBe(true);
  });

  it('lets only the entry choose a host', () => {
    const choosing = outsideHost.filter((source) => /host\/(tauri|rehearsal)/.test(source.text)).map((one) => one.path);
    expect(choosing).toEqual(['src/main.ts']);
  });
});

describe('the content security policy', () => {
  it('finds no style attribute, no inline handler and no markup from strings', () => {
    for (const { path, text } of components) {
      const markup = text.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<style[\s\S]*?<\/style>/g, '');
      expect(markup, path).not.toMatch(/\sstyle=/);
      expect(markup, path).not.toMatch(/\son[a-z]+="/);
      expect(text, path).not.toContain('{@html');
    }
    for (const { path, text } of sources)
      expect(text, path).not.toMatch(/innerHTML|insertAdjacentHTML|eval\(|new Function/);
  });

  it('finds nothing remote', () => {
    for (const { path, text } of sources)
      expect(text.replace(/http:\/\/www\.w3\.org\/\S+/g, ''), path).not.toMatch(/https?:\/\//);
    const page = readFileSync(join(root, 'index.html'), 'utf8');
    expect(page).not.toMatch(/https?:\/\//);
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
  });
});

describe('house rules', () => {
  it('keeps files small enough to hold in the head', () => {
    const long = sources
      .filter((source) => !/bindings\.ts|controls\.css|i18n|rehearsal/.test(source.path))
      .filter((source) => source.text.split('\n').length > 480)
      .map((source) => source.path);
    expect(long).toEqual([]);
  });

  it('keeps words out of components', () => {
    for (const { path, text } of components) {
      const markup = text
        .replace(/<script[\s\S]*?<\/script>/g, '')
        .replace(/<style[\s\S]*?<\/style>/g, '')
        .replace(/<!--[\s\S]*?-->/g, '')
        .replace(/\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '');
      const words = [...markup.matchAll(/>([^<>{}]*[A-Za-z]{3,}[^<>{}]*)</g)].map((match) => match[1]?.trim());
      expect(
        words.filter((word) => word !== 'Esc'),
        path,
      ).toEqual([]);
    }
  });

  it('has no words that nothing says', () => {
    const words = sources.find((source) => source.path === 'src/lib/i18n/en.ts')?.text ?? '';
    // A name may be broken over two lines before its dot.
    const spoken = sources
      .filter((source) => source.path !== 'src/lib/i18n/en.ts')
      .map((source) => source.text.replaceAll(/\s+\./g, '.'));
    const path: string[] = [];
    const keys = words
      .slice(words.indexOf('export const en = {'))
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const entry = /^( *)(\w+): *(.*)$/.exec(line);
        if (entry === null) return [];
        const [, indent = '', key = '', rest = ''] = entry;
        path.splice(indent.length / 2 - 1, path.length, key);
        return rest === '{' ? [] : [[...path]];
      });
    expect(keys.length).toBeGreaterThan(150);
    const said = (key: string[]): boolean => spoken.some((text) => text.includes(`t.${key.join('.')}`));
    // A whole group may be looked up by a code: then its name is said.
    expect(keys.filter((key) => !said(key) && !(key.length > 2 && said(key.slice(0, -1))))).toEqual([]);
  });

  it('keeps the lock file free of registry hosts', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"/);
  });

  it('pins exact versions', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const versions = Object.values({ ...manifest['dependencies'], ...manifest['devDependencies'] });
    expect(versions.length).toBeGreaterThan(10);
    for (const version of versions) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
