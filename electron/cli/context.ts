import type { Language } from '../../shared/text/language.ts';
import type { Output } from './output.ts';
import type { StopRequest } from './stop-request.ts';
import type { CliWorld } from './world.ts';

/** What every command is given. */
export interface CommandContext {
  readonly world: CliWorld;
  readonly out: Output;
  readonly stop: StopRequest;
  readonly language: Language;
  readonly version: string;
  /** Absolute. */
  readonly dataDir: string;
  /** False where the default directory is meant. */
  readonly dataDirGiven: boolean;
}

/** What a command line means: run it with a context; the promise is the exit code. */
export type Run = (context: CommandContext) => Promise<number>;
