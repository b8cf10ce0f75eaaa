import type { AuthorityState, TrustKind } from '../../../shared/contract/certificates-values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';

const DAY_MS = 86_400_000;
/** Boards get another CA with an update each; a year is time for all of them. */
const CA_SOON_DAYS = 365;
/** As those that are issued here are renewed. */
const LEAF_SOON_DAYS = 30;

/** What soon needs somebody's attention, of authorities that boards are served with. */
export function certificateWarnings(
  authorities: readonly AuthorityState[],
  use: TrustKind,
  nowMs: number,
): readonly ErrorPayload[] {
  const warnings: ErrorPayload[] = [];
  if (use !== 'own' && !authorities.some(({ role }) => role === use))
    warnings.push({ code: 'cert/nothing-brought', params: { trust: use } });
  for (const { role, inUse, boards, subject, notAfter, leaf } of authorities) {
    if (!inUse && boards.length === 0) continue;
    const brought = role === 'brought' || role === 'public';
    if (endsWithin(leaf.notAfter, 0, nowMs) && brought)
      warnings.push(dated('cert/leaf-expired', leaf.subject, leaf.notAfter));
    else if (endsWithin(leaf.notAfter, LEAF_SOON_DAYS, nowMs) && brought)
      warnings.push(dated('cert/leaf-ends-soon', leaf.subject, leaf.notAfter));
    else if (endsWithin(notAfter, CA_SOON_DAYS, nowMs) && !brought)
      warnings.push(dated('cert/ca-ends-soon', subject, notAfter));
  }
  return warnings;
}

function endsWithin(notAfter: string, days: number, nowMs: number): boolean {
  return Date.parse(notAfter) <= nowMs + days * DAY_MS;
}

function dated(
  code: 'cert/leaf-expired' | 'cert/leaf-ends-soon' | 'cert/ca-ends-soon',
  subject: string,
  notAfter: string,
): ErrorPayload {
  return { code, params: { subject, date: notAfter.slice(0, 10) } };
}
