/** The lines of `certs/firmware/own-ca.md`, for firmware that trusts this program's CA. */
export const FIRMWARE_FILES = [
  {
    file: 'main/CMakeLists.txt',
    why: 'page:firmwareWhyCmake',
    lines: `idf_build_get_property(project_dir PROJECT_DIR)
idf_component_register(SRCS "app_main.c"
                       INCLUDE_DIRS "."
                       EMBED_TXTFILES "\${project_dir}/server_certs/ca_cert.pem")
`,
  },
  {
    file: 'main/app_main.c',
    why: 'page:firmwareWhyMain',
    lines: `extern const char ca_cert_start[] asm("_binary_ca_cert_pem_start");

esp_http_client_config_t config = {
    .url = url,
    .cert_pem = ca_cert_start,
    .timeout_ms = 5000,
    .keep_alive_enable = true,
};
`,
  },
  {
    file: 'sdkconfig.defaults',
    why: 'page:firmwareWhySdkconfig',
    lines: `CONFIG_BOOTLOADER_APP_ROLLBACK_ENABLE=y
CONFIG_PARTITION_TABLE_TWO_OTA=y
CONFIG_EXAMPLE_FIRMWARE_UPGRADE_URL="FROM_STDIN"
CONFIG_EXAMPLE_FIRMWARE_UPG_URL="FROM_STDIN"
`,
  },
] as const;
