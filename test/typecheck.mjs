// Type-checks each area with its own globals: shared code sees neither Node nor the DOM.
import { spawnSync } from 'node:child_process';

const areas = ['shared', 'electron', 'renderer', 'test'];
let failed = 0;
for (const area of areas) {
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', area], {
    stdio: 'inherit',
  });
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
