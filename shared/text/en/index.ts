import { causes } from './causes.ts';
import { checks } from './checks.ts';
import { cli } from './cli.ts';
import { errors } from './errors.ts';
import { page } from './page.ts';
import { refusals } from './refusals.ts';
import { stages } from './stages.ts';
import { window } from './window.ts';

/** All English text. Its shape is the shape of every language. */
export const en = {
  errors: { ...errors, ...causes, ...refusals },
  checks,
  cli,
  page,
  stages,
  window,
} as const;
