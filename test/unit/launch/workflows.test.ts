import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import * as z from 'zod';

const FOLDER = '.github/workflows';

const workflow = z.object({
  jobs: z.record(
    z.string(),
    z.object({
      'timeout-minutes': z.number().optional(),
      steps: z.array(z.object({ uses: z.string().optional(), run: z.string().optional() })),
    }),
  ),
});

const workflows = readdirSync(FOLDER).map((name) => {
  const document = parseDocument(readFileSync(path.join(FOLDER, name), 'utf8'));
  const steps = Object.values(workflow.parse(document.toJS()).jobs).flatMap((job) => job.steps);
  return { name, errors: document.errors, steps };
});

test.each(workflows)('$name is sound YAML with jobs of steps', ({ errors, steps }) => {
  expect(errors).toEqual([]);
  for (const { uses, run } of steps) expect([uses, run].filter((each) => each !== undefined)).toHaveLength(1);
});

test('every action is one of GitHub’s own, and has one version everywhere', () => {
  const used = new Set(workflows.flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? [])));
  for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@v\d+$/);
  const names = [...used].map((action) => action.split('@')[0]);
  expect(names).toHaveLength(new Set(names).size);
});

test('what they run is there', () => {
  const scripts = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync('package.json', 'utf8'))).scripts;
  const lines = workflows.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? [])).join('\n');
  const named = [...lines.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  const paths = [...lines.matchAll(/\btest\/[\w./-]+/g)].map(([each]) => each);
  expect(paths.length).toBeGreaterThan(5);
  expect(paths.filter((each) => !existsSync(each))).toEqual([]);
});
