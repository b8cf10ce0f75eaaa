import { DEFAULT_LIMITS } from '../../../shared/contract/server-settings.ts';

export type { ServerLimits } from '../../../shared/contract/server-settings.ts';

/** The limits of a server that is given none. */
export const SERVER_LIMITS = DEFAULT_LIMITS;
