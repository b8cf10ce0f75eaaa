import type { en } from '../en/index.ts';
import { causes } from './causes.ts';
import { checks } from './checks.ts';
import { cli } from './cli.ts';
import { crash } from './crash.ts';
import { errors } from './errors.ts';
import { errorsCrash } from './errors-crash.ts';
import { errorsHost } from './errors-host.ts';
import { errorsReport } from './errors-report.ts';
import { page } from './page.ts';
import { refusals } from './refusals.ts';
import { report } from './report.ts';
import { stages } from './stages.ts';
import { window } from './window.ts';

type SameShape<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameShape<T[K]> };

/** All Chinese text. A key that English has and Chinese lacks does not compile. */
export const zhCn: SameShape<typeof en> = {
  errors: { ...errors, ...causes, ...errorsCrash, ...errorsHost, ...refusals, ...errorsReport },
  checks,
  cli,
  crash,
  page,
  report,
  stages,
  window,
};
