import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';

import type { MappingEntry } from '../../../shared/contract/mapping-contract.ts';
import { MAX_MAPPING_CHARS } from '../../../shared/contract/mapping-contract.ts';
import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import { recognise } from '../../../shared/ota/device/recognise.ts';
import type { Mapping } from '../../../shared/ota/mapping/mapping.ts';
import { readMappingFile } from '../../../shared/ota/mapping/mapping-error.ts';
import type { Recogniser } from '../../../shared/ota/mapping/recogniser.ts';
import { createRecogniser } from '../../../shared/ota/mapping/recogniser.ts';

interface Kept {
  readonly entry: MappingEntry;
  readonly mapping: Mapping | null;
}

/** The mapping files of the data directory, and what lines mean by them. One that cannot be read teaches nothing. */
export class MappingFiles {
  readonly #dir: string;
  readonly #onChange = new Set<() => void>();
  #kept: readonly Kept[];
  #recognise: Recogniser;

  private constructor(dir: string, kept: readonly Kept[]) {
    this.#dir = dir;
    this.#kept = kept;
    this.#recognise = createRecogniser(this.mappings);
  }

  /** Files of the folder in the order of their names; a folder that is not there holds none. */
  static async open(dir: string): Promise<MappingFiles> {
    const names = (await readdir(dir).catch(() => [])).filter((name) => /\.ya?ml$/.test(name)).sort();
    return new MappingFiles(dir, await Promise.all(names.map((name) => readKept(dir, name))));
  }

  get entries(): readonly MappingEntry[] {
    return this.#kept.map(({ entry }) => entry);
  }

  get mappings(): readonly Mapping[] {
    return this.#kept.flatMap(({ mapping }) => mapping ?? []);
  }

  /** Always by the files as they are now. */
  readonly recognise: Recogniser = (line) => this.#recognise(line);

  onChange(listener: () => void): void {
    this.#onChange.add(listener);
  }

  /** @throws WorkbenchError mapping/… for the first problem of the text, mapping/unwritable */
  async set(file: string, text: string): Promise<MappingEntry> {
    const read = readMappingFile(file, text);
    if (!read.ok) throw new WorkbenchError(read.errors[0].code, read.errors[0].params);
    await this.#change(file, async () => {
      await mkdir(this.#dir, { recursive: true });
      await writeFileAtomic(path.join(this.#dir, file), text);
    });
    const kept = keptOf(file, text);
    const others = this.#kept.filter(({ entry }) => entry.file !== file);
    this.#take([...others, kept].sort((one, other) => (one.entry.file < other.entry.file ? -1 : 1)));
    return kept.entry;
  }

  /** @throws WorkbenchError mapping/unknown, mapping/unwritable */
  async remove(file: string): Promise<void> {
    if (!this.#kept.some(({ entry }) => entry.file === file))
      throw new WorkbenchError('mapping/unknown', { file });
    await this.#change(file, () => rm(path.join(this.#dir, file), { force: true }));
    this.#take(this.#kept.filter(({ entry }) => entry.file !== file));
  }

  async #change(file: string, write: () => Promise<void>): Promise<void> {
    await write().catch((cause: unknown) => {
      throw new WorkbenchError('mapping/unwritable', { file, detail: messageOf(cause) }, { cause });
    });
  }

  #take(kept: readonly Kept[]): void {
    this.#kept = kept;
    this.#recognise = this.mappings.length === 0 ? recognise : createRecogniser(this.mappings);
    for (const tell of this.#onChange) tell();
  }
}

async function readKept(dir: string, file: string): Promise<Kept> {
  try {
    return keptOf(file, (await readFile(path.join(dir, file), 'utf8')).slice(0, MAX_MAPPING_CHARS));
  } catch (thrown) {
    const problem = { code: 'mapping/unreadable', params: { file, detail: messageOf(thrown) } } as const;
    return { entry: { file, name: null, rules: 0, problem }, mapping: null };
  }
}

function keptOf(file: string, text: string): Kept {
  const read = readMappingFile(file, text);
  if (!read.ok) return { entry: { file, name: null, rules: 0, problem: read.errors[0] }, mapping: null };
  const { name, rules } = read.mapping;
  return { entry: { file, name, rules: rules.length, problem: null }, mapping: read.mapping };
}
