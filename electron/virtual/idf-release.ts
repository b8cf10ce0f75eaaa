/** Release lines of ESP-IDF whose log texts are known. Each stands for its last patch release. */
export const IDF_RELEASES = ['4.4', '5.0', '5.1', '5.2', '5.3', '5.4', '5.5', '6.0', '6.1'] as const;

export type IdfRelease = (typeof IDF_RELEASES)[number];

const LAST_PATCH: Readonly<Record<IdfRelease, string>> = {
  '4.4': 'v4.4.8',
  '5.0': 'v5.0.9',
  '5.1': 'v5.1.6',
  '5.2': 'v5.2.6',
  '5.3': 'v5.3.4',
  '5.4': 'v5.4.3',
  '5.5': 'v5.5.3',
  '6.0': 'v6.0.2',
  '6.1': 'v6.1',
};

/** Whether `release` is `first` or newer. */
export function since(release: IdfRelease, first: IdfRelease): boolean {
  return IDF_RELEASES.indexOf(release) >= IDF_RELEASES.indexOf(first);
}

/** The version text that a build of the release line's last patch carries. */
export function versionText(release: IdfRelease): string {
  return LAST_PATCH[release];
}
