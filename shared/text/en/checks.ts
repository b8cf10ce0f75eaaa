/** Words of the image reader and of the pre-flight. */
export const checks = {
  /** Completes "{{file}} is not an app image: …". */
  kind: {
    app: 'an app image',
    bootloader: 'a second-stage bootloader',
    partitionTable: 'a partition table',
    otadata: 'an otadata partition',
    merged: 'a merged flash image of several parts',
    esp8266: 'an ESP8266 image',
    elf: 'an ELF file, the linker’s output',
    gzip: 'a gzip archive',
    zip: 'a zip archive',
    intelHex: 'an Intel HEX file',
    uf2: 'a UF2 file',
    html: 'an HTML page, perhaps saved in place of the file',
    text: 'a text file',
    erased: 'erased flash, 0xFF throughout',
    empty: 'an empty file',
    unknown: 'a file of unknown kind',
  },
  /** Completes "{{file}} has an unsound image header: …". */
  header: {
    segmentCount: 'it names {{segments}} segments, 1 to 16 are allowed',
    segmentTooLong: 'segment {{segment}} has the length {{length}}, which no segment can have',
    segmentUnaligned: 'segment {{segment}} has the length {{length}}, which is no multiple of 4',
    hashAppended: 'hash_appended is {{value}}, only 0 and 1 are allowed',
    descriptorTooShort: 'the first segment has {{length}} bytes, too few for the app descriptor',
    misplacedSegment: 'segment {{segment}} cannot be mapped to {{address}} from its place in the file',
  },
} as const;
