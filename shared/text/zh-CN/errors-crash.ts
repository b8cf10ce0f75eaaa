/** 关于带调试信息的程序的错误。 */
export const errorsCrash = {
  'crash/not-an-elf': {
    message: '{{file}} 不是 ESP32 程序的 ELF 文件。',
    hint: '使用构建文件夹中 <project>.bin 旁边的 <project>.elf。',
  },
} as const;
