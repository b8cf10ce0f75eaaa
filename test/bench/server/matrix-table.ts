import type { LoadResult } from './load.ts';

export interface Cell {
  readonly key: string;
  readonly tls: string;
  /** MiB. */
  readonly size: number;
  readonly clients: number;
}

/** One server in one round of one cell. */
export interface Sample extends LoadResult {
  readonly server: string;
  readonly round: number;
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
}

export interface CellFigures {
  readonly cell: Cell;
  readonly samples: readonly Sample[];
  /** The machine's load average when the cell was done. */
  readonly load: number;
}

const MOST_ROUNDS = 50;

/** The head of the table, and with what it was made. */
export function printHead(options: Readonly<Record<string, unknown>>): void {
  const given = Object.entries(options).map(([name, value]) => `${name} ${String(value)}`);
  console.log(`${given.join(', ')}; medians of interleaved rounds; load: the machine's load average\n`);
  console.log(
    '| key | TLS | MiB | clients | server | MB/s | requests/s | p50 ms | p99 ms | CPU s/GB | memory MB | failed | x nginx | of rounds | CPU x nginx | clients busy | load |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|');
}

/**
 * One line for each server. "CPU x nginx": how much more a second of processor time serves than nginx's does. nginx's
 * "of rounds" is its own spread. "clients busy": how much of their processor; at 1 the row tells of them.
 */
export function printRow({ cell, samples, load }: CellFigures): void {
  for (const server of new Set(samples.map((each) => each.server))) {
    const own = samples.filter((each) => each.server === server);
    const of = (figure: (each: Sample) => number): number => median(own.map(figure));
    const ratios = ratiosTo('nginx', server, samples);
    const spread = server === 'nginx' ? own.map((each) => rate(each) / of(rate)) : ratios;
    const cpu = cpuPerGigabyte(own);
    const nginxCpu = cpuPerGigabyte(samples.filter((each) => each.server === 'nginx'));
    const cells = [
      cell.key,
      cell.tls,
      cell.size,
      cell.clients,
      server,
      of(rate).toFixed(0),
      of((each) => each.requests / each.seconds).toFixed(0),
      of((each) => each.p50Ms).toFixed(1),
      of((each) => each.p99Ms).toFixed(1),
      cpu.toFixed(2),
      (Math.max(...own.map((each) => each.memoryBytes)) / 1e6).toFixed(0),
      own.reduce((sum, each) => sum + each.failed, 0),
      median(ratios).toFixed(2),
      spread.length > 0 ? `${Math.min(...spread).toFixed(2)} to ${Math.max(...spread).toFixed(2)}` : '',
      (nginxCpu / cpu).toFixed(2),
      of((each) => each.clientSeconds / each.seconds).toFixed(2),
      load.toFixed(1),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

/** Ratios of ours, and of what their runtimes allow, to nginx and to Express over all cells. */
export function printSummary(figures: readonly CellFigures[]): void {
  const names = new Set(figures.flatMap(({ samples }) => samples.map((each) => each.server)));
  console.log('\n| ratio, medians of cells | cells | lowest | median | highest |');
  console.log('|---|---|---|---|---|');
  for (const ours of [...names].filter((name) => /^(ours|bare)/.test(name))) {
    for (const other of ['nginx', 'Express']) {
      for (const size of [...new Set(figures.map(({ cell }) => cell.size)), null]) {
        const cells = figures.filter(({ cell }) => size === null || cell.size === size);
        const ratios = cells.map(({ samples }) => median(ratiosTo(other, ours, samples)));
        const known = ratios.filter((each) => !Number.isNaN(each));
        if (known.length === 0) continue;
        const line = [Math.min(...known), median(known), Math.max(...known)].map((each) => each.toFixed(2));
        const what = size === null ? 'all' : `${size} MiB`;
        console.log(`| ${ours} / ${other}, ${what} | ${known.length} | ${line.join(' | ')} |`);
      }
    }
  }
}

/** Round by round: what both met together cancels out. */
function ratiosTo(other: string, server: string, samples: readonly Sample[]): number[] {
  const find = (name: string, round: number): Sample | undefined =>
    samples.find((each) => each.server === name && each.round === round);
  return Array.from({ length: MOST_ROUNDS }, (_, round) => {
    const [above, below] = [find(server, round), find(other, round)];
    return above === undefined || below === undefined ? [] : [rate(above) / rate(below)];
  }).flat();
}

/** Seconds of processor time; other work on the machine hardly changes it. */
function cpuPerGigabyte(samples: readonly Sample[]): number {
  const bytes = samples.reduce((sum, each) => sum + each.bytes, 0);
  return samples.reduce((sum, each) => sum + each.cpuSeconds, 0) / (bytes / 1e9);
}

/** MB/s */
function rate({ bytes, seconds }: Sample): number {
  return bytes / 1e6 / seconds;
}

/** NaN of none. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
