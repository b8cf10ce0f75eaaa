import * as z from 'zod';

/** Neither may hold a colon or what a URL must escape: boards take `user:password@` of a URL letter by letter. */
const credential = z.string().regex(/^[A-Za-z0-9._~-]{1,64}$/);

/** Longest life of a link, in seconds: thirty days. */
export const MAX_LINK_SECONDS = 30 * 24 * 3600;

const basicAccess = z.object({
  kind: z.literal('basic'),
  /** Null: made at random. */
  user: credential.nullable(),
  password: credential.nullable(),
});

const tokenAccess = z.object({
  kind: z.literal('token'),
  /** `image`: anyone who has the link; `board`: the address that used it first; `once`: that, and one download. */
  use: z.enum(['image', 'board', 'once']),
  /** Null: as long as the image is served. */
  expiresInSeconds: z.int().min(1).max(MAX_LINK_SECONDS).nullable(),
});

/** How one image is handed over: the form of the body, who may have it, and over which scheme. */
export const deliverySchema = z.object({
  /** `untilClose` sends no length: the end of the connection ends the body. */
  body: z.enum(['contentLength', 'chunked', 'untilClose']).default('contentLength'),
  access: z
    .discriminatedUnion('kind', [z.object({ kind: z.literal('open') }), basicAccess, tokenAccess])
    .default({ kind: 'open' }),
  /** `http` needs the plain port (`serving.plainPort`) and firmware that allows it. */
  scheme: z.enum(['https', 'http']).default('https'),
});

export type Delivery = z.infer<typeof deliverySchema>;
/** As a caller may give it. */
export type DeliveryInput = z.input<typeof deliverySchema>;
export type BodyForm = Delivery['body'];
export type Access = Delivery['access'];

/** An image to whoever asks, with its length, over TLS. */
export const PLAIN_DELIVERY: Delivery = {
  body: 'contentLength',
  access: { kind: 'open' },
  scheme: 'https',
};

/** A URL as it may be shown: with its user, without its password. */
export function withoutPassword(url: string): string {
  return url.replace(/^([a-z]+:\/\/[^/?#:@]*):[^/?#@]*@/i, '$1:***@');
}
