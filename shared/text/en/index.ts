import { causes } from './causes.ts';
import { checks } from './checks.ts';
import { cli } from './cli.ts';
import { cliCertificates } from './cli-certificates.ts';
import { crash } from './crash.ts';
import { errors } from './errors.ts';
import { errorsCertificates } from './errors-certificates.ts';
import { errorsCrash } from './errors-crash.ts';
import { faultCauses, faultErrors } from './errors-faults.ts';
import { errorsHost } from './errors-host.ts';
import { errorsLog } from './errors-log.ts';
import { errorsMapping } from './errors-mapping.ts';
import { errorsNetwork } from './errors-network.ts';
import { errorsReport } from './errors-report.ts';
import { errorsRun } from './errors-run.ts';
import { errorsSerial } from './errors-serial.ts';
import { errorsServing } from './errors-serving.ts';
import { errorsTls } from './errors-tls.ts';
import { faults } from './faults.ts';
import { history } from './history.ts';
import { mapping } from './mapping.ts';
import { network } from './network.ts';
import { page } from './page.ts';
import { pageCerts } from './page-certs.ts';
import { refusals } from './refusals.ts';
import { report } from './report.ts';
import { runs } from './runs.ts';
import { serial } from './serial.ts';
import { serving } from './serving.ts';
import { stages } from './stages.ts';
import { trust } from './trust.ts';
import { window } from './window.ts';

/** All English text. Its shape is the shape of every language. */
export const en = {
  errors: {
    ...errors,
    ...causes,
    ...errorsCertificates,
    ...errorsCrash,
    ...errorsLog,
    ...faultErrors,
    ...faultCauses,
    ...errorsHost,
    ...errorsRun,
    ...refusals,
    ...errorsMapping,
    ...errorsNetwork,
    ...errorsReport,
    ...errorsServing,
    ...errorsTls,
    ...errorsSerial,
  },
  certificates: cliCertificates,
  certs: pageCerts,
  checks,
  cli,
  crash,
  faults,
  history,
  mapping,
  network,
  page,
  report,
  runs,
  serial,
  serving,
  stages,
  trust,
  window,
} as const;
