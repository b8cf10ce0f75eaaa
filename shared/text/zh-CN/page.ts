import { pageBench } from './page-bench.ts';
import { pageFaults } from './page-faults.ts';
import { pageFrame } from './page-frame.ts';
import { pageLibrary } from './page-library.ts';
import { pageLog } from './page-log.ts';
import { pageSide } from './page-side.ts';

/** All words of the page. */
export const page = { ...pageBench, ...pageSide, ...pageLibrary, ...pageLog, ...pageFaults, ...pageFrame };
