// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { PlanCheck } from '../../shared/run/plan-check.ts';
import type { FakeCore, Script } from '../support/fake-transport.ts';
import { planCheck, planRun, withPlan, wrongPlanCheck } from '../support/scripted/plans.ts';
import { scriptFor } from '../support/scripted/states.ts';
import { IMAGE_ID, SETTINGS } from '../support/scripted/values.ts';
import { change, cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(() => {
  installBrowser();
  File.prototype.text ??= function text(this: File): Promise<string> {
    return new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.readAsText(this);
    });
  };
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const found = (selector: string): HTMLElement => {
  const element = document.querySelector<HTMLElement>(selector);
  if (element === null) throw new Error(`There is no ${selector}.`);
  return element;
};
const inputs = (core: FakeCore, request: string): unknown[] =>
  core.calls.filter(({ name }) => name === request).map(({ input }) => input);

async function open(script: Script): Promise<FakeCore> {
  const core = renderPage(script);
  await waitFor(() => found('.boards [id^="board-"]'));
  fireEvent.click(found('.rail [data-screen="runs"]'));
  await waitFor(() => found('.runs input[value="plan"]'));
  fireEvent.click(found('.runs input[value="plan"]'));
  await waitFor(() => found('.plan-setup'));
  return core;
}

async function choose(script: Script, name = 'release-gate.yaml'): Promise<FakeCore> {
  const core = await open(script);
  const file = new File(['name: Release gate\n'], name);
  fireEvent.change(found('[data-testid="plan-input"]'), { target: { files: [file] } });
  await waitFor(() => found('.plan-setup .will'));
  return core;
}

const ready = (check: PlanCheck, hasPaths = true): Script => withPlan(scriptFor('ready'), check, hasPaths);
const startButton = (): HTMLButtonElement =>
  screen.getByText('Run the plan').closest('button') as HTMLButtonElement;

test('a plan of the window is named by its path, and what it will do stands there before it begins', async () => {
  const core = await choose(ready(planCheck()));
  expect(inputs(core, 'run.planCheck')).toEqual([{ plan: { path: '/home/qa/release-gate.yaml' } }]);
  const steps = [...document.querySelectorAll('.plan-setup .steps li')].map((each) => each.textContent);
  expect(steps).toHaveLength(7);
  expect(steps[0]).toContain('Update to last');
  expect(steps[0]).toContain('Expects confirmed');
  expect(steps[2]).toContain('with the fault wrong-ca');
  expect(steps[2]).toContain('Expects failed, tls/unknown-ca');
  expect(steps[3]).toContain('what the fault lab knows');
  expect(found('[data-image="candidate"]').textContent).toContain('native_ota_example · 1.5.0 · ESP32');
  expect(found('[data-wanted="chip ESP32"]').textContent).toContain('bench-07, ESP32, open');
  expect(found('[data-wanted="chip ESP32"]').textContent).toContain('/dev/ttyUSB1, its port is opened');
  fireEvent.click(startButton());
  await waitFor(() => expect(inputs(core, 'run.plan')).toHaveLength(1));
  expect(inputs(core, 'run.plan')[0]).toEqual({
    plan: { path: '/home/qa/release-gate.yaml' },
    reportDir: null,
  });
});

test('what is wrong with a plan is told by line, and it cannot be begun', async () => {
  await choose(ready(wrongPlanCheck()));
  const problems = [...document.querySelectorAll<HTMLElement>('.problems li')];
  expect(problems.map(({ dataset }) => [dataset.line, dataset.code])).toEqual([
    ['2', 'plan/image-file'],
    ['5', 'plan/no-board'],
    ['8', 'plan/unknown-key'],
  ]);
  expect(problems[2]?.textContent).toContain('release-gate.yaml:8:25: steps.1 has no key timeuot.');
  expect(startButton().disabled).toBe(true);
});

test('the same in Chinese', async () => {
  const script = ready(wrongPlanCheck());
  const states = [
    ...script.states.filter(({ name }) => name !== 'settings'),
    { name: 'settings' as const, key: null, value: { ...SETTINGS, language: 'zh-CN' } },
  ];
  await choose({ ...script, states });
  expect(found('.problems').textContent).toContain('问题：3 个');
  expect(found('.problems').textContent).toContain('release-gate.yaml:8:25：steps.1 没有键 timeuot。');
  expect(screen.getByText('运行计划').closest('button')?.disabled).toBe(true);
  expect(found('.plan-setup .steps').textContent).toContain('带故障 wrong-ca');
});

test('a browser gives no path: its plan goes as text, each image chosen from the library', async () => {
  const core = await choose(ready(planCheck(), false));
  const [first] = inputs(core, 'run.planCheck') as { plan: { text: string; imageIds: object } }[];
  expect(first?.plan).toEqual({ text: 'name: Release gate\n', fileName: 'release-gate.yaml', imageIds: {} });
  fireEvent.click(screen.getByLabelText('Image last', { selector: 'input' }));
  const list = await waitFor(() => found('[role="option"]'));
  fireEvent.click(list);
  await waitFor(() => expect(inputs(core, 'run.planCheck')).toHaveLength(2));
  expect(inputs(core, 'run.planCheck')[1]).toMatchObject({ plan: { imageIds: { last: IMAGE_ID } } });
});

test('a plan that is dropped on the window opens the screen of runs with it', async () => {
  const core = renderPage(ready(planCheck()));
  await waitFor(() => found('.boards [id^="board-"]'));
  const file = new File(['name: Release gate\n'], 'gate.yml');
  fireEvent.change(found('[data-testid="image-input"]'), { target: { files: [file] } });
  await waitFor(() => found('.plan-setup .will'));
  expect(inputs(core, 'run.planCheck')).toEqual([{ plan: { path: '/home/qa/gate.yml' } }]);
  expect(inputs(core, 'image.add')).toEqual([]);
});

test('a chosen plan stands there again after another screen, as its file is then', async () => {
  const core = await choose(ready(planCheck()));
  fireEvent.click(found('.rail [data-screen="fleet"]'));
  await waitFor(() => found('.fleet'));
  fireEvent.click(found('.rail [data-screen="runs"]'));
  await waitFor(() => found('.plan-setup .will'));
  expect(inputs(core, 'run.planCheck')).toHaveLength(2);
});

test('a plan that still looks for its boards is called off', async () => {
  const script = ready(planCheck());
  const never = { ...script.answers, 'run.plan': () => new Promise<never>(() => undefined) };
  const core = await choose({ ...script, answers: never });
  fireEvent.click(startButton());
  const status = await waitFor(() => screen.getByText('Looking for its boards'));
  fireEvent.click(within(status.parentElement as HTMLElement).getByText('Call off'));
  await waitFor(() => expect(inputs(core, 'run.planCancel')).toHaveLength(1));
});

test('a plan is followed case by case against what was expected, and called off', async () => {
  const core = await open(ready(planCheck()));
  await change(() => core.set('run', planRun(Date.now()), 'plan'));
  const rows = [...document.querySelectorAll<HTMLElement>('.plan-run tbody tr')];
  expect(rows.map(({ dataset }) => [dataset.result, dataset.state])).toEqual([
    ['passed', 'ended'],
    ['failed', 'ended'],
    ['passed', 'ended'],
    ['open', 'waiting'],
  ]);
  expect(found('.plan-run h2').textContent).toContain('Step 4 of 7');
  expect(found('.plan-run').textContent).toContain('2 as expected, 1 not');
  expect(rows[2]?.textContent).toContain('failed, tls/unknown-ca');
  fireEvent.click(screen.getByText('Call off'));
  await waitFor(() => expect(inputs(core, 'run.cancel')).toEqual([{ runId: 'plan' }]));
});
