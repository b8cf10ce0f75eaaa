import type { ErrorPayload } from '../errors.ts';

/** What an address of this machine hangs on. */
export type AddressKind =
  | 'ethernet'
  | 'wifi'
  | 'vpn'
  | 'container'
  | 'virtualMachine'
  /** 169.254.0.0/16: nobody gave this interface an address. */
  | 'linkLocal'
  | 'loopback'
  | 'other';

/** One IPv4 address of this machine. */
export interface NetworkAddress {
  readonly address: string;
  /** As the system calls it: `eth0`, `en0`, `Wi-Fi`. */
  readonly interfaceName: string;
  /** What people call it, where that differs: `Wi-Fi` for `en0`. */
  readonly label: string | null;
  readonly kind: AddressKind;
  readonly netmask: string;
  /** Null where the mask cannot be read. */
  readonly prefixLength: number | null;
  /** The default route leaves from here. */
  readonly isDefault: boolean;
  /** Boards whose packets would leave from here, by deviceId, as the routing table has it. */
  readonly faces: readonly string[];
}

/** Why a board is given this host in its URL. The first that holds decides, in this order. */
export type HostReason =
  /** Named for this process (`--host`). */
  | 'commandHost'
  /** Pinned for this board. */
  | 'boardPin'
  /** The host name of the settings. */
  | 'host'
  /** Pinned for every board. */
  | 'pin'
  /** The server listens on this address alone. */
  | 'bind'
  /** The routing table's answer. */
  | 'route';

/** The way between one board and this machine. */
export interface BoardWay {
  readonly boardAddress: string | null;
  /** What its next URL names; null where there is none to name. */
  readonly host: string | null;
  readonly why: HostReason | null;
  /** Our address that the routing table has for it, whatever `host` is. */
  readonly facing: string | null;
  /** Whether an interface of this machine lies in the board's network; null where that cannot be said. */
  readonly sharesNetwork: boolean | null;
  /** A pinned address that is gone, or that the server does not listen on: the next reason decides. */
  readonly pinUnused: string | null;
  /** Why there is no host. */
  readonly error: ErrorPayload | null;
}

/** What the system tells of its firewall, for the port of the firmware server. */
export interface FirewallState {
  /** Null: none was found. */
  readonly tool: 'windows' | 'macos' | 'ufw' | 'firewalld' | null;
  readonly on: boolean | null;
  /** Whether it lets boards in to this port; null where it does not tell. */
  readonly letsIn: boolean | null;
  readonly port: number;
  /** What opens the port, to be run in a terminal; null where nothing is needed. */
  readonly command: string | null;
  /** Whether the system calls a network it is in public; null where it has no such notion. */
  readonly isPublic: boolean | null;
}

/** Host names, paths and a port for firmware that has a URL of its own. */
export interface AliasSettings {
  /** The certificate names them besides this machine's addresses. */
  readonly hosts: readonly string[];
  readonly paths: readonly AliasPath[];
  /** Listened on besides the server's port; null for none. */
  readonly port: number | null;
}

export interface AliasPath {
  /** From the slash on: `/hello_world.bin`. */
  readonly path: string;
  /** An imageId of the library, or whatever is pushed to a board that has its own URL. */
  readonly target: string;
}

/** What became of the aliases. */
export interface AliasState {
  readonly listener:
    | { readonly kind: 'off' }
    | { readonly kind: 'listening'; readonly port: number }
    | { readonly kind: 'failed'; readonly port: number; readonly error: ErrorPayload };
  /** Paths whose image is not to be had, with the reason. */
  readonly broken: readonly { readonly path: string; readonly error: ErrorPayload }[];
}

/** This machine's side of the way to the boards. */
export interface NetworkState {
  readonly addresses: readonly NetworkAddress[];
  /** By deviceId. */
  readonly boards: Readonly<Record<string, BoardWay>>;
  /** Null until the system has been asked. */
  readonly firewall: FirewallState | null;
  readonly aliases: AliasState;
  /** When an address last came or went; null since the start. */
  readonly changedAtMs: number | null;
}

/** Addresses that a person chose for URLs. */
export interface NetworkSettings {
  /** For every board without a pin of its own; null leaves it to the routing table. */
  readonly pin: string | null;
  /** By deviceId. */
  readonly boardPins: Readonly<Record<string, string>>;
}
