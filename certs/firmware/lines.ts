/** What the lines for a firmware are filled with. */
export interface BenchValues {
  /** Of the certificate that the firmware embeds: its name, fingerprint and end (`2046-11-21`); null for a bundle. */
  readonly ca: {
    readonly subject: string;
    readonly sha256Fingerprint: string;
    readonly notAfter: string;
  } | null;
  /** Where this bench serves, `https://192.168.1.5:8002`. */
  readonly origin: string;
  /** The server's key is on a curve. */
  readonly elliptic: boolean;
  /** Records carry no more than 1,024 bytes after the handshake. */
  readonly smallRecords: boolean;
}

/** The lines of one file of an ESP-IDF project. */
export interface FirmwarePart {
  readonly file: string;
  readonly language: 'cmake' | 'kconfig' | 'c';
  readonly text: string;
}

const EMBEDDED_CMAKE = `idf_build_get_property(project_dir PROJECT_DIR)
idf_component_register(SRCS "app_main.c"
                       INCLUDE_DIRS "."
                       EMBED_TXTFILES "\${project_dir}/server_certs/ca_cert.pem")
`;

const BUNDLE_CMAKE = `idf_component_register(SRCS "app_main.c"
                       INCLUDE_DIRS "."
                       PRIV_REQUIRES esp_http_client esp_https_ota mbedtls)
`;

/** Rollback makes a bad image go away by itself; the URL comes over the console, where this program sends it. */
const OTA_KCONFIG = `CONFIG_BOOTLOADER_APP_ROLLBACK_ENABLE=y
CONFIG_PARTITION_TABLE_TWO_OTA=y
CONFIG_EXAMPLE_FIRMWARE_UPGRADE_URL="FROM_STDIN"
CONFIG_EXAMPLE_FIRMWARE_UPG_URL="FROM_STDIN"
`;

const ELLIPTIC_KCONFIG = `CONFIG_MBEDTLS_ECDSA_C=y
CONFIG_MBEDTLS_ECP_DP_SECP256R1_ENABLED=y
`;

/** `simple_ota_example` ignores the embedded file while it has the bundle. */
const NO_BUNDLE_KCONFIG = `CONFIG_EXAMPLE_USE_CERT_BUNDLE=n
`;

/** The handshake itself comes in whole messages: the certificate has to find room. */
const SMALL_KCONFIG = `CONFIG_MBEDTLS_ASYMMETRIC_CONTENT_LEN=y
CONFIG_MBEDTLS_SSL_IN_CONTENT_LEN=4096
`;

const BUNDLE_KCONFIG = `CONFIG_MBEDTLS_CERTIFICATE_BUNDLE=y
CONFIG_MBEDTLS_CERTIFICATE_BUNDLE_DEFAULT_FULL=y
`;

/** For a firmware that embeds a certificate: this program's CA, or one that was brought along. */
export function embeddedLines(values: BenchValues): readonly FirmwarePart[] {
  return [
    { file: 'main/CMakeLists.txt', language: 'cmake', text: EMBEDDED_CMAKE },
    {
      file: 'sdkconfig.defaults',
      language: 'kconfig',
      text: OTA_KCONFIG + NO_BUNDLE_KCONFIG + optionLines(values),
    },
    { file: 'main/app_main.c', language: 'c', text: `${caComment(values)}${embeddedC(values.origin)}` },
  ];
}

/** For a firmware with ESP-IDF's bundle of public CAs. */
export function bundleLines(values: BenchValues): readonly FirmwarePart[] {
  const kconfig = OTA_KCONFIG + BUNDLE_KCONFIG + optionLines(values);
  return [
    { file: 'main/CMakeLists.txt', language: 'cmake', text: BUNDLE_CMAKE },
    { file: 'sdkconfig.defaults', language: 'kconfig', text: kconfig },
    { file: 'main/app_main.c', language: 'c', text: `${caComment(values)}${bundleC(values.origin)}` },
  ];
}

function optionLines({ elliptic, smallRecords }: BenchValues): string {
  return (elliptic ? ELLIPTIC_KCONFIG : '') + (smallRecords ? SMALL_KCONFIG : '');
}

function caComment({ ca }: BenchValues): string {
  if (ca === null) return '';
  // A subject may hold anything, the end of a comment too.
  const subject = ca.subject.replaceAll('*/', '* /').replaceAll(/[\\\r\n]/g, ' ');
  return `/* ${subject}, until ${ca.notAfter}\n * SHA-256 ${ca.sha256Fingerprint} */\n`;
}

function embeddedC(origin: string): string {
  return `extern const char ca_cert_start[] asm("_binary_ca_cert_pem_start");

static char url[256];  /* read from the console, e.g. ${origin}/firmware/app.bin */

esp_http_client_config_t config = {
    .url = url,
    .cert_pem = ca_cert_start,
    .timeout_ms = 5000,
    .keep_alive_enable = true,
};
`;
}

function bundleC(origin: string): string {
  return `#include "esp_crt_bundle.h"

static char url[256];  /* read from the console, e.g. ${origin}/firmware/app.bin */

esp_http_client_config_t config = {
    .url = url,
    .crt_bundle_attach = esp_crt_bundle_attach,
    .timeout_ms = 5000,
    .keep_alive_enable = true,
};
`;
}
