export const checks = {
  /** 接在“{{file}} 不是应用镜像：”之后。 */
  kind: {
    app: '应用镜像',
    bootloader: '二级引导加载程序',
    partitionTable: '分区表',
    otadata: 'otadata 分区',
    merged: '由多个部分合并成的 Flash 镜像',
    esp8266: 'ESP8266 镜像',
    elf: 'ELF 文件，即链接器的输出',
    gzip: 'gzip 压缩文件',
    zip: 'zip 压缩文件',
    intelHex: 'Intel HEX 文件',
    uf2: 'UF2 文件',
    html: 'HTML 页面，可能误存成了该文件',
    text: '文本文件',
    erased: '已擦除的 Flash，全为 0xFF',
    empty: '空文件',
    unknown: '类型未知的文件',
  },
  /** 接在“{{file}} 的镜像头有误：”之后。 */
  header: {
    segmentCount: '段数为 {{segments}}，只允许 1 到 16',
    segmentTooLong: '段 {{segment}} 的长度为 {{length}}，任何段都不可能这么长',
    segmentUnaligned: '段 {{segment}} 的长度为 {{length}}，不是 4 的倍数',
    hashAppended: 'hash_appended 为 {{value}}，只允许 0 和 1',
    descriptorTooShort: '第一段只有 {{length}} 字节，容不下应用描述符',
    misplacedSegment: '段 {{segment}} 无法从文件中的位置映射到 {{address}}',
  },
};
