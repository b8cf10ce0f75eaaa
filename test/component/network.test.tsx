// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { FirewallState, NetworkState } from '../../shared/contract/network-values.ts';
import type { FakeCore } from '../support/fake-transport.ts';
import { refuse } from '../support/fake-transport.ts';
import { FIREWALL, NETWORK, WAY, withNetwork } from '../support/scripted/network.ts';
import { DEVICE, scriptFor } from '../support/scripted/states.ts';
import { IMAGE_ID, SETTINGS } from '../support/scripted/values.ts';
import { change, cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(installBrowser);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** The rail's button; the log has one of this name too. */
async function toServer(): Promise<void> {
  const rail = await screen.findByRole('navigation', { name: 'Screens' });
  fireEvent.click(within(rail).getByRole('button', { name: 'Server' }));
}

async function open(network: Partial<NetworkState> = {}): Promise<FakeCore> {
  const core = renderPage(withNetwork(scriptFor('ready'), { ...NETWORK, ...network }));
  await toServer();
  await screen.findByRole('heading', { name: 'Server', level: 1 });
  return core;
}
const region = (name: string): HTMLElement => screen.getByRole('region', { name });
const inputs = (core: FakeCore, request: string): unknown[] =>
  core.calls.filter(({ name }) => name === request).map(({ input }) => input);

test('every address is listed with its network, its kind, its interface and what it faces', async () => {
  const core = await open();
  const rows = within(region('Addresses of this machine')).getAllByRole('row');
  expect(rows.map((row) => [...row.children].map(({ textContent }) => textContent).join(' | '))).toEqual([
    'Address | Kind | Interface | Faces',
    '192.168.1.23/24 | Wi-Fi | wlp2s0 | default route, bench-07',
    '10.0.0.5/16 | Ethernet | enp3s0 | ',
    '10.8.0.2/32 | VPN | tun0 | ',
    '192.168.122.1/24 | Virtual machine | virbr0 | ',
    '172.17.0.1/16 | Container | docker0 | ',
    '169.254.7.9/16 | Link-local | enp4s0 | ',
    '127.0.0.1/8 | Loopback | lo | ',
  ]);
  expect(inputs(core, 'network.look')).toEqual([{}]);
  fireEvent.click(screen.getByRole('button', { name: 'Look again' }));
  await waitFor(() => expect(inputs(core, 'network.look')).toHaveLength(2));
});

test('what a board is given is said with its reason, and another address is pinned', async () => {
  const core = await open();
  const ways = region('What each board is given');
  expect(ways.querySelector(`[data-board="${DEVICE}"]`)?.textContent).toContain(
    '192.168.1.23 faces it by the routing table',
  );
  fireEvent.change(within(ways).getByLabelText('Our address for bench-07'), {
    target: { value: '10.0.0.5' },
  });
  fireEvent.change(within(ways).getByLabelText('Our address for every board'), {
    target: { value: '10.8.0.2' },
  });
  await waitFor(() =>
    expect(inputs(core, 'network.pin')).toEqual([
      { deviceId: DEVICE, address: '10.0.0.5' },
      { deviceId: null, address: '10.8.0.2' },
    ]),
  );
});

test('a pin that is gone, and networks that nothing joins, are said', async () => {
  const gone = { ...WAY, sharesNetwork: false, pinUnused: '172.16.9.9' };
  const core = await open({ boards: { [DEVICE]: gone } });
  await change(() =>
    core.set('settings', { ...SETTINGS, network: { pin: null, boardPins: { [DEVICE]: '172.16.9.9' } } }),
  );
  const ways = region('What each board is given');
  expect(ways.textContent).toContain('They don’t share a network.');
  expect(ways.textContent).toContain('The pinned 172.16.9.9 is gone, or the server does not listen at it.');
  const select = within(ways).getByLabelText<HTMLSelectElement>('Our address for bench-07');
  expect(select.value).toBe('172.16.9.9');
  fireEvent.change(select, { target: { value: '' } });
  await waitFor(() => expect(inputs(core, 'network.pin')).toEqual([{ deviceId: DEVICE, address: null }]));
});

test('the command that opens the firewall is shown and copied', async () => {
  const written: string[] = [];
  const clipboard = { writeText: async (text: string) => void written.push(text) };
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
  await open();
  const firewall = region('Firewall');
  expect(firewall.textContent).toContain('ufw keeps boards out of port 8002.');
  fireEvent.click(within(firewall).getByRole('button', { name: 'Copy the command' }));
  await within(firewall).findByRole('button', { name: 'Copied' });
  expect(written).toEqual(['sudo ufw allow 8002/tcp']);
});

test.each<[Partial<FirewallState>, string, string | null]>([
  [{ letsIn: true, command: null }, 'ufw lets boards in at port 8002.', null],
  [{ on: false, letsIn: true, command: null }, 'ufw is off.', null],
  [{ letsIn: null }, 'ufw is on and does not tell whether port 8002 is open.', 'Run in a terminal:'],
  [{ tool: null, on: null, letsIn: null, command: null }, 'No firewall was found that can be asked.', null],
  [{ tool: 'windows', isPublic: true }, 'Windows Firewall keeps boards out', 'as administrator'],
  [{ tool: 'macos' }, 'The macOS firewall keeps boards out', 'System Settings'],
])('a firewall of %o reads: %s', async (more, sentence, hint) => {
  await open({ firewall: { ...FIREWALL, ...more } });
  const text = region('Firewall').textContent ?? '';
  expect(text).toContain(sentence);
  if (hint === null) expect(text).not.toContain('Run in');
  else expect(text).toContain(hint);
  expect(text.includes('calls this network public')).toBe(more.isPublic === true);
});

test('aliases are typed, and sent when they are saved', async () => {
  const core = await open();
  const form = region('Boards with a URL of their own');
  const save = within(form).getByRole('button', { name: 'Save' });
  expect(save.hasAttribute('disabled')).toBe(true);
  fireEvent.change(within(form).getByLabelText('Host names'), {
    target: { value: 'ota.example.org\n 192.168.0.3 ' },
  });
  fireEvent.change(within(form).getByLabelText('Second port'), { target: { value: '8070' } });
  fireEvent.click(within(form).getByRole('button', { name: 'Add a path' }));
  const paths = within(form).getAllByLabelText('Path');
  fireEvent.change(paths[1] as HTMLElement, { target: { value: '/ota/v2.bin' } });
  fireEvent.change(within(form).getAllByLabelText('What is served there')[1] as HTMLElement, {
    target: { value: IMAGE_ID },
  });
  expect(inputs(core, 'network.setAliases')).toEqual([]);
  fireEvent.click(save);
  await waitFor(() =>
    expect(inputs(core, 'network.setAliases')).toEqual([
      {
        hosts: ['ota.example.org', '192.168.0.3'],
        paths: [
          { path: '/hello_world.bin', target: 'pushed' },
          { path: '/ota/v2.bin', target: IMAGE_ID },
        ],
        port: 8070,
        keep: true,
      },
    ]),
  );
});

test('an alias that is refused is said, and what was typed stays', async () => {
  const script = scriptFor('ready');
  const answers = {
    ...script.answers,
    'network.setAliases': refuse({ code: 'alias/bad-path', params: { path: 'x' } }),
  };
  renderPage(withNetwork({ ...script, answers }));
  await toServer();
  const form = await screen.findByRole('region', { name: 'Boards with a URL of their own' });
  fireEvent.change(within(form).getByLabelText('Path'), { target: { value: 'x' } });
  fireEvent.click(within(form).getByRole('button', { name: 'Save' }));
  expect((await screen.findByRole('alert')).textContent).toContain('"x" is no path that can be served.');
  expect(within(form).getByLabelText<HTMLInputElement>('Path').value).toBe('x');
});

test('a second port that is taken, and an image that is gone, are told', async () => {
  const error = { code: 'server/address-in-use', params: { port: 8070, address: '0.0.0.0' } } as const;
  const missing = { code: 'image/unknown', params: { imageId: 'ab' } } as const;
  await open({
    aliases: {
      listener: { kind: 'failed', port: 8070, error },
      broken: [{ path: '/x.bin', error: missing }],
    },
  });
  const alerts = within(region('Boards with a URL of their own')).getAllByRole('alert');
  expect(alerts.map((alert) => alert.dataset.code)).toEqual(['server/address-in-use', 'image/unknown']);
});

test('a suspicion is said while the board is awaited, and gives way to a verdict that says more', async () => {
  const core = renderPage(withNetwork(scriptFor('pushing')));
  fireEvent.click(await screen.findByRole('option', { name: /^bench-07/ }));
  const board = core.get('board', DEVICE);
  const session = board?.session ?? null;
  if (board === null || session === null) throw new Error('no update runs');
  const suspected = { code: 'net/isolated', params: { host: '192.168.1.23', port: '8002' } } as const;
  await change(() => core.set('board', { ...board, session: { ...session, suspected } }, DEVICE));
  const note = await screen.findByText(/It may be that: Nothing of the board reached this machine/);
  expect(note.closest('[role=status]')?.textContent).toContain('guest network');
});
