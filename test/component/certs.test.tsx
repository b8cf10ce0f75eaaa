// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { CertificatesState } from '../../shared/contract/certificates-values.ts';
import type { Answers, FakeCore } from '../support/fake-transport.ts';
import { refuse } from '../support/fake-transport.ts';
import {
  ALL_CERTIFICATES,
  BROUGHT,
  certificatesOf,
  DOUBTFUL,
  NAME_KEY,
  PREVIOUS,
  UNUSABLE,
  withCerts,
} from '../support/scripted/certs.ts';
import { DEVICE, scriptFor } from '../support/scripted/states.ts';
import { CERTIFICATES } from '../support/scripted/values.ts';
import { failedTest } from '../support/trust.ts';
import { cleanup, installBrowser, renderPage } from './render-page.tsx';

const PASSWORD = 'correct horse battery';
const saved: string[] = [];

beforeEach(() => {
  installBrowser();
  saved.length = 0;
  URL.createObjectURL = () => 'blob:test';
  URL.revokeObjectURL = () => undefined;
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    saved.push(this.download);
  });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function open(answers: Answers = {}, certificates?: CertificatesState): Promise<FakeCore> {
  const core = renderPage(withCerts(scriptFor('ready'), certificates, answers));
  fireEvent.click(await screen.findByRole('button', { name: 'Certs' }));
  await screen.findByRole('heading', { name: 'Certificates', level: 1 });
  return core;
}
const region = (name: string): HTMLElement => screen.getByRole('region', { name });
const press = (where: HTMLElement, name: string): void => {
  fireEvent.click(within(where).getByRole('button', { name }));
};
const inputs = (core: FakeCore, request: string): unknown[] =>
  core.calls.filter(({ name }) => name === request).map(({ input }) => input);
const codes = (where: HTMLElement): (string | undefined)[] =>
  [...where.querySelectorAll<HTMLElement>('[data-code]')].map(({ dataset }) => dataset.code);

/** Opens a dialog by a button that has the focus, as a hand or key would. */
async function ask(button: HTMLElement): Promise<HTMLElement> {
  button.focus();
  fireEvent.click(button);
  return screen.findByRole('dialog');
}

function type(where: HTMLElement, label: string | RegExp, value: string): HTMLInputElement {
  const field = within(where).getByLabelText<HTMLInputElement>(label);
  fireEvent.change(field, { target: { value } });
  return field;
}

function choose(where: HTMLElement, ...names: readonly string[]): void {
  const input = where.querySelector('input[type=file]');
  if (input === null) throw new Error('there is no file input');
  fireEvent.change(input, { target: { files: names.map((name) => new File([`-- ${name}`], name)) } });
}

test('every authority is listed with its life and its boards, and gives its certificate', async () => {
  const core = await open();
  const rows = within(region('Authorities')).getAllByRole('listitem');
  expect(rows.map((row) => row.dataset.role)).toEqual(['current', 'previous', 'brought', 'public']);
  expect(rows[0]?.textContent).toContain('until 2046-11-17');
  expect(rows[0]?.textContent).toContain('In use');
  expect(rows[1]?.textContent).toContain('Boards: bench-07, 24-0a-c4-00-00-99');
  expect(rows[1]?.textContent).toContain(PREVIOUS);
  press(region('Authorities'), 'Save ca_cert.pem of OTA Workbench CA c0ffee00');
  await waitFor(() => expect(saved).toEqual(['ca_cert.pem']));
  expect(inputs(core, 'certificates.caPem')).toEqual([{ authority: PREVIOUS }]);
});

test('a new CA is made only after it was said what boards need, and the focus comes back', async () => {
  const core = await open({}, CERTIFICATES);
  const button = within(region('Authorities')).getByRole('button', { name: 'Rotate…' });
  const dialog = await ask(button);
  expect(dialog.textContent).toContain('Open boards that have the current CA: bench-01,');
  expect(dialog.textContent).not.toContain('virtual-1');
  expect(dialog.textContent).toContain('Build its firmware with the new ca_cert.pem.');
  expect(inputs(core, 'certificates.rotate')).toEqual([]);
  press(dialog, 'Make a new CA');
  await screen.findByText('The new CA is current. Boards that stay with the old one: bench-07.');
  expect(within(region('Authorities')).getAllByRole('listitem')).toHaveLength(2);
  await waitFor(() => expect(document.activeElement).toBe(button));
});

test('a previous CA is dropped by name, with the boards that lose it', async () => {
  const core = await open();
  const list = region('Authorities');
  const dialog = await ask(within(list).getByRole('button', { name: 'Drop OTA Workbench CA c0ffee00' }));
  expect(dialog.textContent).toContain('Boards assigned to it: bench-07, 24-0a-c4-00-00-99.');
  press(dialog, 'Drop');
  await screen.findByText('OTA Workbench CA c0ffee00 is dropped.');
  expect(inputs(core, 'certificates.dropPrevious')).toEqual([{ authority: PREVIOUS }]);
  expect(within(list).queryByRole('button', { name: /^Drop/ })).toBeNull();
  await waitFor(() => expect(document.activeElement?.id).toBe('certs-authorities'));
});

test('a backup takes its password twice, is saved as a file, and leaves no password behind', async () => {
  const core = await open();
  const dialog = await ask(within(region('Authorities')).getByRole('button', { name: 'Back up…' }));
  const field = type(dialog, 'Password', PASSWORD);
  const again = type(dialog, 'Password again', 'another');
  expect([field.type, again.type]).toEqual(['password', 'password']);
  expect(dialog.textContent).toContain('The two differ.');
  expect(within(dialog).getByRole('button', { name: 'Back up' }).hasAttribute('disabled')).toBe(true);
  type(dialog, 'Password again', PASSWORD);
  press(dialog, 'Back up');
  await screen.findByText('The backup ota-workbench-ca.p12 is made.');
  expect(inputs(core, 'certificates.backup')).toEqual([{ password: PASSWORD }]);
  expect(saved).toEqual(['ota-workbench-ca.p12']);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(document.body.innerHTML).not.toContain(PASSWORD);
});

test('a password that is refused is said in the dialog, which stays open without it', async () => {
  const wrong = { code: 'cert/wrong-password', params: { file: 'bench.p12' } } as const;
  const core = await open({ 'certificates.restore': refuse(wrong) });
  const dialog = await ask(within(region('Authorities')).getByRole('button', { name: 'Restore…' }));
  const restore = within(dialog).getByRole('button', { name: 'Restore' });
  expect(restore.hasAttribute('disabled')).toBe(true);
  const input = document.querySelector<HTMLInputElement>('input[accept=".p12,.pfx"]');
  if (input === null) throw new Error('there is no file input');
  fireEvent.change(input, { target: { files: [new File(['backup'], 'bench.p12')] } });
  const field = type(dialog, 'Password', PASSWORD);
  fireEvent.click(restore);
  const alert = await within(dialog).findByRole('alert');
  expect(alert.dataset.code).toBe('cert/wrong-password');
  expect(field.value).toBe('');
  const [sent] = inputs(core, 'certificates.restore') as { bytes: Uint8Array; password: string }[];
  expect(sent?.password).toBe(PASSWORD);
  // What was read of the file is wiped once it was sent.
  expect([...(sent?.bytes ?? [])]).toEqual([0, 0, 0, 0, 0, 0]);
});

test('another way of trust is used after its boards are named; they can stay with the old one', async () => {
  const core = await open();
  const ways = region('How boards trust this bench');
  const dialog = await ask(within(ways).getByRole('button', { name: 'Use: Brought along' }));
  expect(dialog.textContent).toContain('Open boards without a choice: bench-01, bench-02');
  expect(dialog.textContent).not.toContain('bench-07');
  fireEvent.click(within(dialog).getByRole('checkbox', { name: /They stay with OTA Workbench CA 5b0ad8c2/ }));
  press(dialog, 'Use it');
  await screen.findByText('In use: Brought along.');
  await waitFor(() => {
    expect(inputs(core, 'certificates.useTrust')).toEqual([{ trust: 'brought' }]);
    expect(inputs(core, 'certificates.setAuthority')[0]).toEqual({
      deviceId: 'bench-01',
      authority: CERTIFICATES.ca.sha256Fingerprint,
    });
    expect(ways.querySelector('[aria-current]')?.getAttribute('data-way')).toBe('brought');
  });
  expect(within(ways).queryByRole('button', { name: 'Use: Brought along' })).toBeNull();
});

test('each board’s authority is chosen; one that is not open is listed by its key', async () => {
  const core = await open();
  const boards = region('Whose certificate each board is shown');
  const select = within(boards).getByLabelText<HTMLSelectElement>('Authority for bench-07');
  expect(select.value).toBe(PREVIOUS);
  fireEvent.change(select, { target: { value: BROUGHT } });
  const gone = within(boards).getByLabelText('Authority for 24-0a-c4-00-00-99');
  fireEvent.change(gone, { target: { value: '' } });
  await waitFor(() =>
    expect(inputs(core, 'certificates.setAuthority')).toEqual([
      { deviceId: DEVICE, authority: BROUGHT },
      { deviceId: '24-0a-c4-00-00-99', authority: null },
    ]),
  );
  expect(boards.querySelector(`[data-board="${NAME_KEY}"]`)?.textContent).not.toContain('not open');
});

test('the server certificate is shown, issued again, and made of another kind', async () => {
  const core = await open();
  const card = region('Server certificate');
  expect(card.textContent).toContain('2026-11-22 to 2027-12-22');
  expect(card.textContent).toContain('RSA-2048, SHA-256');
  press(card, 'Issue again');
  await within(card).findByText('It is issued again.');
  fireEvent.click(within(card).getByRole('radio', { name: 'P-256' }));
  await waitFor(() => expect(within(card).getByRole('switch').hasAttribute('disabled')).toBe(false));
  fireEvent.click(within(card).getByRole('switch', { name: 'Small records' }));
  await waitFor(() =>
    expect(inputs(core, 'certificates.setOptions')).toEqual([{ leaf: 'p256' }, { smallRecords: true }]),
  );
  fireEvent.change(within(card).getByLabelText('Shown to boards of'), { target: { value: BROUGHT } });
  expect(card.textContent).toContain('C=CN, O=Espressif, CN=192.168.1.23');
});

test('files are judged before they are kept, and what warns has to be accepted', async () => {
  const core = await open();
  const card = region('Bring a certificate along');
  choose(card, 'bench.p12');
  const field = type(card, /^Password of the files/, PASSWORD);
  expect(field.type).toBe('password');
  press(card, 'Check');
  const found = await within(card).findByRole('region', { name: 'What was found' });
  expect(codes(found)).toEqual(['cert/leaf-expired', 'cert/host-not-named']);
  const tables = within(found).getAllByRole('table');
  expect(tables).toHaveLength(DOUBTFUL.hosts.length);
  expect(tables[0]?.textContent).toContain('refused: no name matches, expired');
  const use = within(card).getByRole('button', { name: 'Keep and use' });
  expect(use.hasAttribute('disabled')).toBe(true);
  fireEvent.click(within(card).getByRole('checkbox', { name: /although some boards would refuse/ }));
  fireEvent.click(use);
  await within(card).findByText('It is kept and in use.');
  expect(inputs(core, 'certificates.useBrought')).toMatchObject([
    { as: 'brought', password: PASSWORD, acceptWarnings: true, files: [{ fileName: 'bench.p12' }] },
  ]);
  expect(inputs(core, 'certificates.useTrust')).toEqual([{ trust: 'brought' }]);
  expect(within(card).queryByLabelText(/^Password of the files/)).toBeNull();
  expect(document.body.innerHTML).not.toContain(PASSWORD);
});

test('what no board would take cannot be kept', async () => {
  await open({ 'certificates.inspectBrought': () => UNUSABLE });
  const card = region('Bring a certificate along');
  choose(card, 'server_cert.pem', 'server_cert.key');
  press(card, 'Check');
  await within(card).findByText('It cannot be used as it is.');
  expect(codes(card)).toEqual(['cert/not-a-ca', 'cert/weak-signature']);
  expect(within(card).queryByRole('button', { name: 'Keep' })).toBeNull();
});

test('certificates that are dropped on the page come to this screen, images do not', async () => {
  const core = renderPage(withCerts(scriptFor('ready')));
  await screen.findByRole('button', { name: 'Certs' });
  const dropped = ['server_cert.pem', 'server_cert.key'].map((name) => new File(['x'], name));
  const items = dropped.map((file) => ({
    kind: 'file',
    type: '',
    getAsFile: () => file,
    webkitGetAsEntry: () => null,
  }));
  fireEvent.drop(screen.getByTestId('drop-zone'), {
    dataTransfer: { files: dropped, items, types: ['Files'] },
  });
  const card = await screen.findByRole('region', { name: 'Bring a certificate along' });
  expect(card.textContent).toContain('server_cert.key');
  expect(inputs(core, 'image.add')).toEqual([]);
});

test('a public CA’s host name is chosen for the URL, and one that it does not name is said', async () => {
  const { authorities } = ALL_CERTIFICATES;
  const inUse = authorities.map((each) => ({ ...each, inUse: each.role === 'public' }));
  const core = await open({}, { ...ALL_CERTIFICATES, trust: 'public', authorities: inUse });
  const ways = region('How boards trust this bench');
  expect(ways.textContent).toContain('The URL names an address; a public CA certifies names.');
  const select = within(ways).getByLabelText<HTMLSelectElement>('Host name in the URL');
  expect([...select.options].map(({ value }) => value)).toEqual(['', 'ota.example.org']);
  fireEvent.change(select, { target: { value: 'ota.example.org' } });
  await waitFor(() => expect(ways.textContent).not.toContain('The URL names an address'));
  expect(core.get('settings')?.server.host).toBe('ota.example.org');
});

test('the firmware’s lines are those of the way that is asked for', async () => {
  await open({}, certificatesOf('certs'));
  const ways = region('How boards trust this bench');
  const button = within(ways).getByRole('button', { name: 'Firmware lines: Public CA' });
  const dialog = await ask(button);
  expect(await within(dialog).findByText(/esp_crt_bundle_attach,/)).toBeDefined();
  expect(within(dialog).queryByRole('button', { name: /ca_cert.pem/ })).toBeNull();
  fireEvent.click(within(dialog).getByRole('radio', { name: 'Own CA' }));
  expect((await within(dialog).findByText(/ca_cert_start\[\]/)).textContent).toContain(
    CERTIFICATES.ca.sha256Fingerprint,
  );
  fireEvent.click(within(dialog).getByRole('radio', { name: 'Brought along' }));
  expect((await within(dialog).findByRole('alert')).dataset.code).toBe('cert/nothing-brought');
  fireEvent.keyDown(dialog, { key: 'Escape' });
  await waitFor(() => expect(document.activeElement).toBe(button));
});

test('a self-test says what boards of each release answer, or that nothing answered', async () => {
  const core = await open();
  const card = region('Would a board accept it?');
  fireEvent.change(within(card).getByLabelText('Host in the URL'), { target: { value: '192.168.1.23' } });
  press(card, 'Test now');
  const table = await within(card).findByRole('table');
  const rows = within(table)
    .getAllByRole('row')
    .map((row) => [...row.children].map(({ textContent }) => textContent?.trim()).join(' | '));
  expect(rows.slice(1, 4)).toEqual([
    '4.4, 5.0-5.0.4, 5.1-5.1.1 | not compared | accepted',
    '4.4, 5.0-5.0.4, 5.1-5.1.1 | compared | refused: expired',
    '5.0.5-5.0.9, 5.1.2-5.1.7, 5.2-6.1 | not compared | accepted',
  ]);
  expect(inputs(core, 'certificates.selfTest')).toEqual([{ host: '192.168.1.23' }]);
  cleanup();
  await open({ 'certificates.selfTest': () => failedTest('refused') });
  press(region('Would a board accept it?'), 'Test now');
  await screen.findByText(/nothing answers at 192\.168\.1\.23/);
});

test('what soon ends is said at the top', async () => {
  await open({}, certificatesOf('certsWarnings'));
  const screenCodes = codes(screen.getByRole('main', { name: 'Certificates' }));
  expect(screenCodes).toEqual(['cert/ca-ends-soon', 'cert/leaf-ends-soon']);
});
