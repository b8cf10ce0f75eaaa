import type { Settings } from '../../shared/contract/values.ts';

/** As `DEFAULT_SETTINGS` has it: the article's port, on every interface, at the address that faces the board. */
export const DEFAULT_SERVER: Settings['server'] = { port: 8002, bind: '0.0.0.0', host: null };
