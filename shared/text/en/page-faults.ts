/** Words of the fault lab's place on the rail. */
export const pageFaults = { faults: 'Faults' } as const;
