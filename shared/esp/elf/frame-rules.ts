import { DwarfCursor } from './dwarf-cursor.ts';

/** How the caller's registers are found at one address: the frame's address is a register plus an offset. */
export interface FrameRules {
  readonly cfaRegister: number;
  readonly cfaOffset: number;
  /** Registers saved in the stack, as offsets from the frame's address. */
  readonly saved: ReadonlyMap<number, number>;
  readonly returnRegister: number;
}

interface Common {
  readonly codeFactor: number;
  readonly dataFactor: number;
  readonly returnRegister: number;
  readonly initialAt: number;
  readonly end: number;
}

interface State {
  cfaRegister: number;
  cfaOffset: number;
  saved: Map<number, number>;
}

const COMMON_ID = 0xffffffff;

/** The rules at an address, from `.debug_frame` (DWARF 5, section 6.4); null where it has none or needs an expression. */
export function frameRulesAt(frames: Uint8Array, pc: number): FrameRules | null {
  for (let at = 0; at + 8 <= frames.length; ) {
    const cursor = new DwarfCursor(frames, at);
    const end = at + 4 + cursor.u32();
    const id = cursor.u32();
    try {
      if (id !== COMMON_ID) {
        const startsAt = cursor.u32();
        const length = cursor.u32();
        if (pc >= startsAt && pc < startsAt + length)
          return rulesOf(frames, id, cursor.at, end, pc - startsAt);
      }
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
    }
    at = end;
  }
  return null;
}

function rulesOf(
  frames: Uint8Array,
  commonAt: number,
  at: number,
  end: number,
  distance: number,
): FrameRules | null {
  const common = readCommon(frames, commonAt);
  const state: State = { cfaRegister: 2, cfaOffset: 0, saved: new Map() };
  const initial = new DwarfCursor(frames, common.initialAt, common.end);
  if (!run(initial, common, state, Number.POSITIVE_INFINITY, new Map())) return null;
  const start = new Map(state.saved);
  if (!run(new DwarfCursor(frames, at, end), common, state, distance, start)) return null;
  return { ...state, returnRegister: common.returnRegister };
}

function readCommon(frames: Uint8Array, at: number): Common {
  const cursor = new DwarfCursor(frames, at);
  const end = at + 4 + cursor.u32();
  cursor.skip(4);
  const version = cursor.u8();
  cursor.text();
  if (version >= 4) cursor.skip(2);
  const codeFactor = cursor.uleb();
  const dataFactor = cursor.sleb();
  const returnRegister = version === 1 ? cursor.u8() : cursor.uleb();
  return { codeFactor, dataFactor, returnRegister, initialAt: cursor.at, end };
}

/** Runs instructions up to `distance` from the function's start. False where one of them is not followed. */
function run(
  cursor: DwarfCursor,
  common: Common,
  state: State,
  distance: number,
  start: ReadonlyMap<number, number>,
): boolean {
  let at = 0;
  const remembered: State[] = [];
  while (!cursor.isDone) {
    const byte = cursor.u8();
    const advance = advanceOf(byte, cursor);
    at += (advance ?? 0) * common.codeFactor;
    if (at > distance) return true;
    if (advance !== null) continue;
    if (byte === 0x0a) remembered.push({ ...state, saved: new Map(state.saved) });
    else if (byte === 0x0b) Object.assign(state, remembered.pop());
    else if (!apply(byte, cursor, common.dataFactor, state, start)) return false;
  }
  return true;
}

/** How far an instruction moves on; null for one that does not. */
function advanceOf(byte: number, cursor: DwarfCursor): number | null {
  if ((byte & 0xc0) === 0x40) return byte & 0x3f;
  if (byte === 0x02) return cursor.u8();
  if (byte === 0x03) return cursor.u16();
  return byte === 0x04 ? cursor.u32() : null;
}

function apply(
  byte: number,
  cursor: DwarfCursor,
  dataFactor: number,
  state: State,
  start: ReadonlyMap<number, number>,
): boolean {
  const restore = (register: number): void => {
    const offset = start.get(register);
    if (offset === undefined) state.saved.delete(register);
    else state.saved.set(register, offset);
  };
  // The upper two bits name three instructions that carry a register with them.
  const isShort = byte >= 0x80;
  const register = byte & 0x3f;
  switch (isShort ? byte & 0xc0 : byte) {
    case 0x00:
      return true;
    case 0x80:
      state.saved.set(register, cursor.uleb() * dataFactor);
      return true;
    case 0xc0:
      restore(register);
      return true;
    case 0x05:
      state.saved.set(cursor.uleb(), cursor.uleb() * dataFactor);
      return true;
    case 0x06:
      restore(cursor.uleb());
      return true;
    case 0x07:
    case 0x08:
      state.saved.delete(cursor.uleb());
      return true;
    case 0x0c:
      state.cfaRegister = cursor.uleb();
      state.cfaOffset = cursor.uleb();
      return true;
    case 0x0d:
      state.cfaRegister = cursor.uleb();
      return true;
    case 0x0e:
      state.cfaOffset = cursor.uleb();
      return true;
    default:
      return false;
  }
}
