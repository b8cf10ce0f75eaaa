import type { PushHub } from '../api/push-hub.ts';
import type { Boards } from '../board/boards.ts';
import type { Parts } from '../open-parts.ts';
import type { World } from '../ports.ts';
import type { Updates } from '../session/updates.ts';
import { BuildWatches } from './build-watches.ts';

/** Makes the service that follows builds, whose rebuilds go to the library and to boards. */
export function openBuildWatches(
  { library, pathAccess }: Parts,
  { clock, sha256 }: World,
  hub: PushHub,
  boards: Pick<Boards, 'get'>,
  updates: Pick<Updates, 'start'>,
): BuildWatches {
  return new BuildWatches({
    clock,
    sha256,
    access: pathAccess,
    add: (image) => library.add(image),
    push: (start) => updates.start(boards.get(start.deviceId), start),
    onState: (list) => hub.set('watches', list),
  });
}
