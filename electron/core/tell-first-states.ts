import type { ImageEntry } from '../../shared/contract/values.ts';
import type { Services } from './api/services.ts';
import { summaryOf } from './image/image-summary.ts';

/** Gives every state its first value, so that a page never waits for one, and follows what changes by itself. */
export function tellFirstStates(services: Services): void {
  const { hub, options, world, settings, certificates, library, pathAccess } = services;
  hub.set('app', {
    version: options.version,
    shell: options.shell === 'window' ? 'window' : 'station',
    platform: process.platform,
    language: options.language,
    startedAtMs: world.clock.nowMs(),
    paths: pathAccess.told,
  });
  hub.set('settings', settings.current);
  hub.set('certificates', certificates.state());
  hub.set('requests', []);
  hub.set('watches', []);
  hub.set('logFiles', []);
  hub.set('history', services.history.state);
  hub.set('portProblems', []);
  const tellImage = (imageId: string, entry: ImageEntry | null): void =>
    hub.set('image', entry && summaryOf(entry), imageId);
  for (const entry of library.list().toReversed()) tellImage(entry.imageId, entry);
  library.onChange(tellImage);
  const tellMappings = (): void => hub.set('mappings', services.mappings.entries);
  tellMappings();
  services.mappings.onChange(tellMappings);
  certificates.onChange(() => hub.set('certificates', certificates.state()));
}
