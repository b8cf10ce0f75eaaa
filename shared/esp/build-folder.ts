/** Two files an ESP-IDF build leaves, either of which names its app image. Null where one is missing. */
export interface BuildFiles {
  /** Text of `flasher_args.json`. */
  readonly flasherArgs: string | null;
  /** Text of `project_description.json`. */
  readonly projectDescription: string | null;
}

/**
 * Path of the app image below the build folder, with `/` between its parts; null where neither file names
 * one. A path that leads out of the folder is not followed.
 */
export function appOfBuild({ flasherArgs, projectDescription }: BuildFiles): string | null {
  const args = parseObject(flasherArgs);
  const named = [asObject(args.app).file, parseObject(projectDescription).app_bin, appAtUsualOffset(args)];
  return named.map(safePath).find((path) => path !== null) ?? null;
}

/** Tools older than the `app` entry list files by flash address alone. */
function appAtUsualOffset(args: Fields): unknown {
  return asObject(args.flash_files)['0x10000'];
}

function safePath(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const parts = value.replaceAll('\\', '/').split('/');
  const isInside = parts.every((part) => part !== '' && part !== '..' && !part.includes(':'));
  return isInside ? parts.join('/') : null;
}

type Fields = Readonly<Record<string, unknown>>;

function parseObject(text: string | null): Fields {
  try {
    return asObject(JSON.parse(text ?? 'null'));
  } catch {
    return {};
  }
}

function asObject(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
