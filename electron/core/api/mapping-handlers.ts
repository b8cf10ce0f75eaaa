import { WorkbenchError } from '../../../shared/errors.ts';
import { readMappingFile } from '../../../shared/ota/mapping/mapping-error.ts';
import { tryMappings } from '../../../shared/ota/mapping/try-mappings.ts';
import type { Services } from './services.ts';

/** Requests about mapping files. */
export function mappingHandlers({ mappings }: Pick<Services, 'mappings'>) {
  return {
    'mapping.list': () => mappings.entries,
    'mapping.set': ({ file, text }: { file: string; text: string }) => mappings.set(file, text),
    'mapping.remove': async ({ file }: { file: string }) => {
      await mappings.remove(file);
      return {};
    },
    'mapping.test': ({ log, mapping }: { log: string; mapping: string | null }) => {
      if (mapping === null) return tryMappings(mappings.mappings, log);
      const read = readMappingFile('mapping', mapping);
      if (!read.ok) throw new WorkbenchError(read.errors[0].code, read.errors[0].params);
      return tryMappings([read.mapping], log);
    },
  };
}
