/** 故障实验室在侧栏上的名称。 */
export const pageFaults = { faults: '故障' } as const;
