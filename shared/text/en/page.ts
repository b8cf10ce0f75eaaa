import { pageBench } from './page-bench.ts';
import { pageFrame } from './page-frame.ts';
import { pageLibrary } from './page-library.ts';
import { pageSide } from './page-side.ts';

/** All words of the page. */
export const page = { ...pageBench, ...pageSide, ...pageLibrary, ...pageFrame } as const;
