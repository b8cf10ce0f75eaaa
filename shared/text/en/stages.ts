/** The nine stages and the outcomes, as `design.md` names them. */
export const stages = {
  ready: 'Board ready',
  urlSent: 'URL sent',
  tls: 'TLS',
  headerAccepted: 'Header',
  writing: 'Writing',
  imageVerified: 'Verified',
  restarting: 'Restart',
  newImageRuns: 'New image',
  confirmed: 'Confirmed',
  outcomeConfirmed: 'Confirmed',
  outcomeRefused: 'Refused',
  outcomeRolledBack: 'Rolled back',
  outcomeInterrupted: 'Interrupted',
  outcomeFailed: 'Failed',
  outcomeCancelled: 'Cancelled',
  outcomeUnknown: 'Unknown',
} as const;
