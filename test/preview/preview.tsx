import { createRoot } from 'react-dom/client';

import { createClient } from '../../renderer/client/client.ts';
import { Root } from '../../renderer/root.tsx';
import type { Settings } from '../../shared/contract/values.ts';
import type { FaultRun } from '../../shared/faults/fault-values.ts';
import { createFakeCore } from '../support/fake-transport.ts';
import { certificatesOf, withCerts } from '../support/scripted/certs.ts';
import { faultRun, withFaults } from '../support/scripted/faults.ts';
import { withHistory } from '../support/scripted/history.ts';
import { watchedBuild, withLibrary } from '../support/scripted/library.ts';
import { networkOf } from '../support/scripted/network.ts';
import { planCheck, planRun, withPlan, wrongPlanCheck } from '../support/scripted/plans.ts';
import { soakRun, withFleet } from '../support/scripted/runs.ts';
import type { ScriptName } from '../support/scripted/states.ts';
import { STATE_NAMES, scriptFor } from '../support/scripted/states.ts';
import { IMAGE, SETTINGS } from '../support/scripted/values.ts';

/** The page over a scripted core: `?state=confirmed&theme=dark&lang=zh-CN`, for looking at it. */
const query = new URLSearchParams(window.location.search);
const asked = query.get('state');
const name = STATE_NAMES.find((each): each is ScriptName => each === asked) ?? 'ready';
// `library`, `history` and the like stand beside the states of the bench.
const bench = scriptFor(asked === 'libraryEmpty' ? 'empty' : name);
const isHistory = asked?.startsWith('history') === true;
const script =
  isHistory || name !== 'ready' ? withHistory(bench, asked === 'historyEmpty' ? 0 : 1_000) : bench;
const isFaults = asked?.startsWith('faults') === true;
const core = createFakeCore(
  isFaults
    ? withFaults(scriptFor(asked === 'faultsEmpty' ? 'first' : 'ready'), faultsOf(asked ?? ''))
    : asked?.startsWith('certs') === true
      ? withCerts(scriptFor('ready'), certificatesOf(asked))
      : asked?.startsWith('library') === true && asked !== 'libraryEmpty'
        ? withLibrary(script, 1_000, [watchedBuild(Date.now())])
        : asked?.startsWith('fleet') === true
          ? withFleet(script, Date.now(), asked === 'fleet')
          : asked?.startsWith('runsPlan') === true
            ? withPlan(script, asked === 'runsPlanWrong' ? wrongPlanCheck() : planCheck())
            : script,
);
if (asked === 'runs') core.set('run', soakRun(Date.now()), 'soak');
if (asked === 'runsPlanRun') core.set('run', planRun(Date.now()), 'plan');
core.set('settings', {
  ...SETTINGS,
  theme: (query.get('theme') ?? 'light') as Settings['theme'],
  language: (query.get('lang') ?? 'en') as Settings['language'],
});
const serverState = asked?.startsWith('server') === true ? asked : null;
const isCerts = asked?.startsWith('certs') === true;
if (serverState !== null) core.set('network', networkOf(serverState));
Object.assign(window, { core });
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Root client={createClient(core.transport)} />);
// The board and the image a person would have chosen by then.
window.addEventListener('load', () => {
  setTimeout(() => document.getElementById('board-bench-07')?.click(), 100);
  if (asked?.startsWith('library') === true) {
    setTimeout(() => document.querySelector<HTMLElement>('.rail [data-screen=library]')?.click(), 200);
    setTimeout(() => document.querySelectorAll<HTMLElement>('.image-list .row')[2]?.click(), 400);
    if (asked === 'libraryBench')
      setTimeout(() => document.querySelector<HTMLElement>('.details .buttons button')?.click(), 500);
    return;
  }
  if (serverState !== null) {
    setTimeout(() => document.querySelector<HTMLElement>('.rail [data-screen=server]')?.click(), 200);
    return;
  }
  const place = asked?.startsWith('fleet') === true ? 1 : asked?.startsWith('runs') === true ? 2 : null;
  if (place !== null) {
    setTimeout(() => document.querySelectorAll<HTMLElement>('.rail button')[place]?.click(), 200);
    if (asked?.startsWith('runsPlan') === true) setTimeout(showPlan, 300);
    return;
  }
  if (isCerts) {
    showCerts(asked ?? '');
    return;
  }
  if (isFaults) {
    showFaults(asked ?? '');
    return;
  }
  if (isHistory) {
    showHistory(asked ?? '');
    return;
  }
  if (name !== 'ready') return;
  setTimeout(() => {
    const input = document.querySelector<HTMLInputElement>('[data-testid="image-input"]');
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(64)], IMAGE.fileName));
    if (input === null) return;
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, 200);
});

/** Opens the certificates; `certsBrought` has files judged, others look at a dialog by the end of their name. */
function showCerts(state: string): void {
  const click = (selector: string, atMs: number): void => {
    setTimeout(() => document.querySelector<HTMLElement>(selector)?.click(), atMs);
  };
  click('.rail [data-screen=certs]', 200);
  if (state === 'certsRotate') click('.authorities .buttons button', 300);
  if (state === 'certsBackup') click('.authorities .buttons button:nth-child(2)', 300);
  if (state === 'certsLines') click('.ways [data-way=own] .way-buttons button:last-child', 400);
  click('.self-test .buttons button', 450);
  if (state !== 'certsBrought') return;
  setTimeout(() => {
    const input = document.querySelector<HTMLInputElement>('.brought input[type=file]');
    const files = new DataTransfer();
    files.items.add(new File(['certificate'], 'bench.p12'));
    if (input === null) return;
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, 350);
  click('.brought form button[type=submit]', 550);
}

/** The run that stands behind a state of the fault lab. */
function faultsOf(state: string): FaultRun | null {
  if (state === 'faultsRunning') return faultRun('running');
  if (state === 'faultsWaiting') return faultRun('running', { waitingFor: 'reset' });
  if (state === 'faultsLost')
    return faultRun('stopped', { error: { code: 'faults/board-lost', params: { device: 'bench-07' } } });
  return state === 'faultsDone' ? faultRun('done') : null;
}

/** Opens the fault lab, and looks at the finding of a run. */
function showFaults(state: string): void {
  setTimeout(() => {
    const screens = [...document.querySelectorAll<HTMLElement>('.rail button')];
    screens.find((button) => /Faults|故障/.test(button.textContent ?? ''))?.click();
  }, 200);
  const selector = state === 'faultsImage' ? '[data-fault="crash-after-boot"] .name' : '.findings button';
  setTimeout(() => document.querySelector<HTMLElement>(selector)?.click(), 500);
}

/** What a person does on the screen of the history, by the end of the state's name. */
function showHistory(state: string): void {
  const click = (selector: string, nth: number, atMs: number): void => {
    setTimeout(() => document.querySelectorAll<HTMLElement>(selector)[nth]?.click(), atMs);
  };
  setTimeout(() => {
    const screens = [...document.querySelectorAll<HTMLElement>('.rail button')];
    screens.find((button) => /History|历史/.test(button.textContent ?? ''))?.click();
  }, 200);
  if (state === 'historyFailed') click('.history-list .row', 5, 450);
  if (state === 'historyRun') click('.history-list .row', 2, 450);
  if (state === 'historyStats') click('.history header > button', 0, 450);
  if (state === 'historyReport') click('.history-screen .details .buttons button', 0, 550);
  if (state === 'historyCompare') {
    click('.history-screen .details .buttons button', 2, 500);
    click('.history-list .row', 5, 650);
  }
}

function showPlan(): void {
  document.querySelector<HTMLElement>('.runs input[value="plan"]')?.click();
  if (asked === 'runsPlanEmpty') return;
  const files = new DataTransfer();
  files.items.add(new File(['name: Release gate\n'], 'release-gate.yaml'));
  const choosing = setInterval(() => {
    const input = document.querySelector<HTMLInputElement>('[data-testid="plan-input"]');
    if (input === null) return;
    clearInterval(choosing);
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, 20);
}
