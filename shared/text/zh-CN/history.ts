import { cliHistory } from './cli-history.ts';
import { pageHistory } from './page-history.ts';

export const history = { ...cliHistory, ...pageHistory };
