import profiles from '../../../certs/profiles.json' with { type: 'json' };

/** How the CA certificate is built; the values and their reasons lie in `certs/`. */
export const caProfile = profiles.ca;

/** How the server certificate is built. */
export const serverProfile = profiles.server;
