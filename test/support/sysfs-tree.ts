import type { SysfsReader } from '../../electron/adapters/serial/sysfs-ports.ts';

/** Files of a sysfs by their paths; `-> target` stands for a symbolic link. */
export type SysfsTree = Readonly<Record<string, string>>;

/** A sysfs of files and symbolic links, as it is when it is asked. */
export function sysfsReader(given: SysfsTree | (() => SysfsTree)): SysfsReader {
  const now = (): SysfsTree => (typeof given === 'function' ? given() : given);
  const real = (tree: SysfsTree, path: string): string => {
    const link = Object.keys(tree).find(
      (at) => tree[at]?.startsWith('-> ') && (path === at || path.startsWith(`${at}/`)),
    );
    return link === undefined ? path : real(tree, `${tree[link]?.slice(3)}${path.slice(link.length)}`);
  };
  const isThere = (tree: SysfsTree, path: string): boolean =>
    Object.keys(tree).some((at) => at === path || at.startsWith(`${path}/`));
  return {
    names(folder) {
      const children = Object.keys(now()).filter((at) => at.startsWith(`${folder}/`));
      return [...new Set(children.map((at) => at.slice(folder.length + 1).split('/')[0] as string))];
    },
    text(file) {
      const tree = now();
      const text = tree[real(tree, file)];
      return text === undefined ? null : text.trim();
    },
    real(path) {
      const tree = now();
      return isThere(tree, real(tree, path)) ? real(tree, path) : null;
    },
  };
}

/** A tty of the device at `device`, with its node in /dev; `more` are files of the tty itself. */
export function ttyTree(name: string, device: string, more: SysfsTree = {}): SysfsTree {
  const own = `${device}/tty/${name}`;
  return {
    [`/dev/${name}`]: '',
    [`/sys/class/tty/${name}`]: `-> ${own}`,
    [`${own}/device`]: `-> ${device}`,
    [`${own}/uevent`]: `DEVNAME=${name}`,
    [`${device}/uevent`]: 'DRIVER=x',
    ...Object.fromEntries(Object.entries(more).map(([file, text]) => [`${own}/${file}`, text])),
  };
}

/** Files of the USB device or interface at `device`. */
export function usbTree(device: string, more: SysfsTree): SysfsTree {
  return Object.fromEntries(Object.entries(more).map(([file, text]) => [`${device}/${file}`, `${text}\n`]));
}
