/** Error numbers of ESP-IDF that firmware here can return; the names are what `esp_err_to_name` gives. */
export const ESP_ERR = {
  ESP_OK: 0,
  ESP_FAIL: -1,
  ESP_ERR_NO_MEM: 0x101,
  ESP_ERR_INVALID_ARG: 0x102,
  ESP_ERR_INVALID_STATE: 0x103,
  ESP_ERR_INVALID_SIZE: 0x104,
  ESP_ERR_NOT_FOUND: 0x105,
  ESP_ERR_NOT_SUPPORTED: 0x106,
  ESP_ERR_INVALID_VERSION: 0x10a,
  ESP_ERR_OTA_PARTITION_CONFLICT: 0x1501,
  ESP_ERR_OTA_VALIDATE_FAILED: 0x1503,
  ESP_ERR_OTA_SMALL_SEC_VER: 0x1504,
  ESP_ERR_OTA_ROLLBACK_FAILED: 0x1505,
  ESP_ERR_OTA_ROLLBACK_INVALID_STATE: 0x1506,
  ESP_ERR_FLASH_OP_FAIL: 0x6001,
  ESP_ERR_HTTP_MAX_REDIRECT: 0x7001,
  ESP_ERR_HTTP_CONNECT: 0x7002,
  ESP_ERR_HTTP_FETCH_HEADER: 0x7004,
  ESP_ERR_HTTP_INVALID_TRANSPORT: 0x7005,
  ESP_ERR_HTTP_EAGAIN: 0x7007,
  ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE: 0x700a,
} as const;

export type EspErr = keyof typeof ESP_ERR;

/** newlib's numbers, as `errno = %d` prints them. */
export const ERRNO = { none: 0, connectionReset: 104, notConnected: 128 } as const;

export type Errno = (typeof ERRNO)[keyof typeof ERRNO];
