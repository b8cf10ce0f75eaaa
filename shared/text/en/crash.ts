/** One plain sentence for each way a board crashes, and what is said of its backtrace. */
export const crash = {
  'load-prohibited':
    'The program read from an address that is not there: most often a null or freed pointer.',
  'store-prohibited':
    'The program wrote to an address that is not there: most often a null or freed pointer.',
  'illegal-instruction':
    'The CPU met an instruction it does not know: a damaged image, a jump through a wild pointer, or a function without a return.',
  'instruction-fetch': 'The CPU jumped to an address without code: most often a call through a wild pointer.',
  'divide-by-zero': 'The program divided by zero.',
  unaligned: 'The program read or wrote a number at an address that does not fit its size.',
  'cache-disabled':
    'Code or data in flash was used while the flash was being written: an interrupt handler or its data must lie in IRAM.',
  'interrupt-watchdog': 'Interrupts were blocked for too long: a handler or a critical section does not end.',
  'task-watchdog': 'A task kept the CPU so long that the idle task never ran.',
  'stack-overflow':
    'A task used more stack than it was given: give it more, or move large variables off its stack.',
  'stack-smashed': 'A function wrote past the end of a variable on its stack.',
  'heap-corrupt':
    'The heap was written where nothing was allocated: most often past the end of a block, or after it was freed.',
  abort: 'The program stopped itself with abort().',
  assert: 'A condition that the program holds for certain was false.',
  'error-check': 'A call that the program requires to work returned an error.',
  brownout: 'The supply voltage fell too low: use a stronger supply or a shorter cable.',
  'debug-exception': 'The CPU stopped at a breakpoint or watchpoint.',
  other: 'The CPU stopped with an error that it names in the line above.',
  calls: 'Calls that led to it, the last one first:',
  callsByTool: 'Calls that led to it, the last one first (decoded by {{tool}}):',
  elfAdded: 'The last crash, with the program {{file}}:',
  elfMissing:
    'The calls are not decoded: the ELF file {{elf}} of this firmware is not known. Drop it on the window, or add the image from its build folder.',
  elfUnnamed:
    'The calls are not decoded: the board did not say which ELF file its firmware is from. Reset it once, so that it does.',
  corrupted: 'The board says that this backtrace is damaged: its later calls may be wrong.',
  continues: 'There are more calls than the board printed.',
  noTrace: 'The board printed neither a backtrace nor its stack.',
} as const;
