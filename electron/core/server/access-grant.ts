import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

import type { Access } from '../../../shared/ota/delivery.ts';

/** Whether a request may have what lies under its path. */
export type Judgement =
  | 'granted'
  /** Its user and password are missing or wrong. */
  | 'unauthorized'
  /** The link is too old. */
  | 'expired'
  /** The link was good for one download. */
  | 'used'
  /** The link belongs to another address. */
  | 'hidden';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Who may fetch one publication, and for how long. */
export class AccessGrant {
  readonly #access: Access;
  readonly #nowMs: () => number;
  readonly #endsAtMs: number | null;
  #peer: string | null;
  #used = false;
  /** What a board must send; null where no password is asked for. */
  readonly credentials: Credentials | null;
  /** A part of the path that cannot be guessed; null where the path is open. */
  readonly token: string | null;

  /** `peer`: the board's address where it is known. */
  constructor(access: Access, nowMs: () => number, peer: string | null) {
    this.#access = access;
    this.#nowMs = nowMs;
    this.#peer = peer;
    const isLink = access.kind === 'token';
    const life = isLink ? access.expiresInSeconds : null;
    this.#endsAtMs = life === null ? null : nowMs() + life * 1000;
    this.token = isLink ? randomBytes(16).toString('base64url') : null;
    this.credentials =
      access.kind === 'basic'
        ? { user: access.user ?? 'board', password: access.password ?? randomBytes(12).toString('base64url') }
        : null;
  }

  /** `authorization`: the header, as it came. */
  judge(peer: string, authorization: string | undefined): Judgement {
    const { kind } = this.#access;
    if (kind === 'open') return 'granted';
    if (kind === 'basic') return this.#knows(authorization) ? 'granted' : 'unauthorized';
    if (this.#endsAtMs !== null && this.#nowMs() >= this.#endsAtMs) return 'expired';
    if (this.#access.use !== 'image' && this.#peer !== null && this.#peer !== peer) return 'hidden';
    return this.#used ? 'used' : 'granted';
  }

  /** This address is being served: a link for one board is its own from now on. */
  take(peer: string): void {
    this.#peer ??= peer;
  }

  /** The image has arrived whole: a link for one download ends. Parts and broken downloads do not end it. */
  spend(): void {
    this.#used ||= this.#access.kind === 'token' && this.#access.use === 'once';
  }

  #knows(authorization: string | undefined): boolean {
    const encoded = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(authorization ?? '')?.[1];
    if (encoded === undefined || this.credentials === null) return false;
    const { user, password } = this.credentials;
    return sameBytes(Buffer.from(encoded, 'base64'), Buffer.from(`${user}:${password}`));
  }
}

/** In a time that tells nothing of where they differ. */
function sameBytes(a: Buffer, b: Buffer): boolean {
  const digest = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
  return timingSafeEqual(digest(a), digest(b));
}
