import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

import svelteConfig from './svelte.config.js';

/** Only the host module speaks to the shell; everything else would tie a component to one webview. */
const fence = {
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        { group: ['@tauri-apps/*'], message: 'Only src/lib/host may import @tauri-apps/*.' },
        {
          group: ['**/ipc/bindings', '**/host/tauri', '**/host/rehearsal*'],
          message: 'Import types from $lib/ipc and speak to the shell through $lib/host.',
        },
      ],
    },
  ],
};

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/lib/ipc/bindings.ts'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', 'svelte.config.js', 'vite.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      ...fence,
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'svelte/no-at-html-tags': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      // What is reactive is chosen by hand: windows and sets that no view reads stay plain.
      'svelte/prefer-svelte-reactivity': 'off',
      // Components have no types outside svelte-check, which is the one to judge calls of them.
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['src/lib/host/**', 'src/lib/ipc/index.ts', 'src/main.ts', '**/*.test.ts', 'tests/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
  { files: ['*.js', '*.ts', 'tests/**'], languageOptions: { globals: globals.node } },
);
