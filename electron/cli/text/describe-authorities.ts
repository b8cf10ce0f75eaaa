import type { HostVerdict } from '../../../shared/contract/certificates-values.ts';
import type { Translator } from '../../../shared/text/translator.ts';
import type { BoardVerdict } from '../../../shared/x509/judge-chain.ts';
import type { BroughtEvent, CertificateCliEvent, CertificatesEvent } from '../certificate-events.ts';
import { table } from './quantities.ts';

/** What is said of certificates, in words. */
export function describeCertificateEvent(event: CertificateCliEvent, t: Translator): string {
  switch (event.event) {
    case 'certificates':
      return describeCertificates(event, t);
    case 'rotated': {
      const boards = event.boards.length === 0 ? t('certificates:noBoards') : event.boards.join(', ');
      return t('certificates:rotated', { boards });
    }
    case 'backedUp':
      return t('certificates:backedUp', { file: event.file });
    case 'restored':
      return t('certificates:restored');
    case 'brought':
      return describeBrought(event, t);
    case 'firmwareLines':
      return event.parts.map(({ file, text }) => `${file}\n\n${indented(text)}`).join('\n');
    default:
      return event satisfies never;
  }
}

function describeCertificates({ authorities, warnings }: CertificatesEvent, t: Translator): string {
  const parts = authorities.flatMap(({ role, inUse, leaf, boards, ...ca }) => {
    const title = t(`certificates:role.${role}`);
    const named: [string, string][] =
      boards.length === 0 ? [] : [[t('certificates:boards'), boards.join(', ')]];
    return [
      inUse ? `${title} (${t('certificates:inUse')})` : title,
      table([[t('cli:fingerprint'), ca.sha256Fingerprint], [t('cli:validUntil'), ca.notAfter], ...named]),
      t('cli:certificateServer'),
      table([
        [t('cli:fingerprint'), leaf.sha256Fingerprint],
        [t('cli:validUntil'), leaf.notAfter],
        [t('certificates:key'), leaf.key],
        [t('cli:names'), leaf.dnsNames.join(', ')],
        [t('cli:addresses'), leaf.ipAddresses.join(', ')],
      ]),
    ];
  });
  return [...parts, ...warnings.map((words) => t('certificates:warns', { ...words }))].join('\n');
}

function describeBrought(event: BroughtEvent, t: Translator): string {
  const { chain, ca, selfSigned, publicRoot, findings, hosts } = event;
  const shown = [...chain, ...(ca === null || selfSigned ? [] : [ca])].map(
    ({ subject, key, hash, notAfter }) => [
      subject,
      `${key}, ${hash}, ${t('trust:until', { date: notAfter.slice(0, 10) })}`,
    ],
  );
  return [
    t('certificates:chain'),
    table(shown as [string, string][]),
    ...(selfSigned ? [t('certificates:selfSigned')] : []),
    ...(publicRoot === null ? [] : [t('certificates:publicRoot', { subject: publicRoot })]),
    ...findings.map(({ severity, ...words }) => t(`certificates:${severity}`, { ...words })),
    ...verdictLines(hosts, t),
  ].join('\n');
}

/** One line for each kind of board: where it would be served, and where refused. */
function verdictLines(hosts: readonly HostVerdict[], t: Translator): readonly string[] {
  const kinds = hosts[0]?.verdicts ?? [];
  return kinds.flatMap((kind) => {
    const same = (each: BoardVerdict): boolean =>
      each.rule === kind.rule && each.datesChecked === kind.datesChecked;
    const at = (accepted: boolean): string =>
      hosts
        .filter(({ verdicts }) => (verdicts.find(same)?.problems.length === 0) === accepted)
        .map(({ host }) => host)
        .join(', ');
    const about = { releases: kind.releases, dates: kind.datesChecked ? t('certificates:withDates') : '' };
    return (['accepted', 'refused'] as const)
      .map((word) => ({ word, at: at(word === 'accepted') }))
      .filter((line) => line.at !== '')
      .map((line) => t(`certificates:${line.word}`, { ...about, hosts: line.at }));
  });
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
