import { toHex } from '../esp/hex.ts';
import type { Der } from './der.ts';
import { childrenOf, contentOf, integerOf, oidOf, readDer, TAG, textOf } from './der.ts';

/** The extensions that mbedTLS judges by. */
export interface X509Extensions {
  /** Null without the extension; kinds of name beyond these are left out. */
  readonly altNames: {
    readonly dnsNames: readonly string[];
    /** 4 or 16 bytes, hex. */
    readonly ipAddresses: readonly string[];
    readonly uris: readonly string[];
  } | null;
  readonly isCa: boolean;
  readonly pathLength: number | null;
  /** First octet of the bit string: 0x80 digitalSignature, 0x04 keyCertSign. Null without the extension. */
  readonly keyUsage: number | null;
  /** OIDs; null without the extension. */
  readonly extendedKeyUsage: readonly string[] | null;
}

const ALT_NAME = '2.5.29.17';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const BASIC_CONSTRAINTS = '2.5.29.19';
/** GeneralName's context tags. */
const DNS_NAME = 0x82;
const URI = 0x86;
const IP_ADDRESS = 0x87;

/** @param holder The explicit `[3]` of a certificate's body, where it has one */
export function readExtensions(holder: Der | undefined): X509Extensions {
  const found = new Map<string, Der>();
  for (const extension of childrenOf(childrenOf(holder)[0])) {
    const parts = childrenOf(extension);
    const value = parts.at(-1);
    if (value?.tag !== TAG.octetString) continue;
    const inner = readDer(value.bytes, value.start, value.end);
    if (inner !== null) found.set(oidOf(parts[0]), inner);
  }
  const constraints = childrenOf(found.get(BASIC_CONSTRAINTS));
  const usage = found.get(KEY_USAGE);
  const purposes = found.get(EXTENDED_KEY_USAGE);
  return {
    altNames: altNames(found.get(ALT_NAME)),
    isCa: constraints.some((each) => each.tag === TAG.boolean && contentOf(each)[0] !== 0),
    pathLength: integerOf(constraints.find(({ tag }) => tag === TAG.integer)),
    // The first byte is the number of unused bits.
    keyUsage: usage === undefined ? null : (contentOf(usage)[1] ?? 0),
    extendedKeyUsage: purposes === undefined ? null : childrenOf(purposes).map(oidOf),
  };
}

function altNames(names: Der | undefined): X509Extensions['altNames'] {
  if (names === undefined) return null;
  const tagged = (tag: number): readonly Der[] => childrenOf(names).filter((name) => name.tag === tag);
  return {
    dnsNames: tagged(DNS_NAME).map(textOf),
    uris: tagged(URI).map(textOf),
    ipAddresses: tagged(IP_ADDRESS).map((name) => toHex(contentOf(name))),
  };
}
