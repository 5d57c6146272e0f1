// @vitest-environment node
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'fulcrum-ui-'));
let files: { name: string; text: string }[] = [];

beforeAll(() => {
  // A process of its own: the tests' environment would make it a development build.
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', folder, '--emptyOutDir'],
    {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: 'pipe',
    },
  );
  files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, text: readFileSync(join(entry.parentPath, entry.name), 'utf8') }));
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true }));

const named = (end: string): string[] => files.filter((file) => file.name.endsWith(end)).map((file) => file.text);

describe('the bundle for people', () => {
  it('holds the real shell and no rehearsal', () => {
    const code = named('.js').join('\n');
    expect(code).toContain('check_key');
    expect(code).not.toContain('Mac Giolla');
    expect(code).not.toContain('tarnbrook');
  });

  it('loads no script and no style from the page itself or from elsewhere', () => {
    const [page] = named('index.html');
    expect(page).toContain('<script type="module"');
    expect(page).not.toMatch(/<style|<script(?![^>]*\ssrc="\/)|https?:/);
  });

  it('inlines nothing that the policy would refuse', () => {
    expect(named('.css').length).toBeGreaterThan(0);
    for (const text of named('.css')) expect(text).not.toMatch(/url\(\s*['"]?(data:|https?:)/);
  });
});
