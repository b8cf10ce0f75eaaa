import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** An Electron program with nothing but an empty window, of the size and rights of ours. */
const MAIN = `
const { app, BrowserWindow } = require('electron');
const path = require('node:path');
app.setPath('userData', path.join(__dirname, 'profile'));
app.on('window-all-closed', () => app.quit());
app.whenReady().then(async () => {
  const window = new BrowserWindow({
    width: 1280, height: 800, show: false, autoHideMenuBar: true,
    webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false, spellcheck: false },
  });
  const drawn = new Promise((resolve) => window.once('ready-to-show', resolve));
  await Promise.all([window.loadFile('index.html'), drawn]);
  window.show();
  process.stderr.write('empty: window open\\n');
});
`;

const PAGE = '<!doctype html><title>Empty</title><script>performance.mark("usable")</script>';

/** Writes it into a folder of its own under `dir`, and gives that folder, which Electron can start. */
export function makeEmptyWindow(dir: string): string {
  const folder = path.join(dir, 'empty');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), '{ "name": "empty", "main": "main.cjs" }');
  writeFileSync(path.join(folder, 'main.cjs'), MAIN);
  writeFileSync(path.join(folder, 'index.html'), PAGE);
  return folder;
}
