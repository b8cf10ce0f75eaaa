import { cliHistory } from './cli-history.ts';
import { pageHistory } from './page-history.ts';

/** All words of the history, its reports and their checks. */
export const history = { ...cliHistory, ...pageHistory } as const;
