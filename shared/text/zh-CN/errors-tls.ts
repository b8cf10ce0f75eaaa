/** 握手为何没有完成：两边所说合在一起。键与英文相同。 */
export const errorsTls = {
  'tls/not-yet-valid': {
    message: '开发板认为服务器证书尚未生效：它的时钟落后。',
    hint: '更新前先校准开发板时钟（SNTP），或编译时关闭 MBEDTLS_HAVE_TIME_DATE。',
  },
  'tls/unsupported-certificate': {
    message: '开发板不把此证书视为服务器证书：其用途或密钥不符。',
    hint: '使用带 digitalSignature 与 serverAuth、密钥为 RSA-2048 或 P-256 的证书，如本程序所生成。',
  },
  'tls/no-shared-cipher': {
    message: '开发板与服务器没有共同的加密套件。',
    hint: '在固件的 mbedTLS 设置中启用 ECDHE 与 AES-GCM。',
  },
  'tls/handshake-failed': {
    message: '握手失败，两边都没有说明原因。',
    hint: '复位开发板后再试；若再次失败，把固件中 esp-tls 的日志级别调到 DEBUG。',
  },
  'tls/ca-unreadable': {
    message: '开发板无法读取自身固件中的 CA 证书。',
    hint: '用 EMBED_TXTFILES 嵌入 ca_cert.pem（末尾带 NUL 字节），再通过 USB 烧录一次。',
  },
  'tls/no-ca': {
    message: '开发板的固件没有可用来验证服务器的凭据。',
    hint: '为 esp_http_client_config_t 设置 cert_pem 或 crt_bundle_attach，再通过 USB 烧录一次。',
  },
  'tls/no-hostname': {
    message: '开发板在没有主机名的情况下验证证书，而其 mbedTLS 不允许。',
    hint: '从固件的客户端配置中去掉 skip_cert_common_name_check。',
  },
};
