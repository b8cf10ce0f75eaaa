/** Errors about programs with debug information. */
export const errorsCrash = {
  'crash/not-an-elf': {
    message: '{{file}} is not the ELF file of an ESP32 program.',
    hint: 'Take <project>.elf from the build folder, beside <project>.bin.',
  },
} as const;
