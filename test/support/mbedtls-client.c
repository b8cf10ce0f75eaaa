/* Asks for one path over TLS as an ESP32 does, with mbedTLS and one trusted certificate.
 * usage: mbedtls-client CA_FILE CONNECT_TO PORT HOST PATH
 * Prints what esp-tls would log for a failed handshake, or the status line and the number of bytes that came. */
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  mbedtls_net_context net;
  mbedtls_ssl_context ssl;
  mbedtls_ssl_config config;
  mbedtls_x509_crt ca;
  mbedtls_entropy_context entropy;
  mbedtls_ctr_drbg_context random;
  mbedtls_net_init(&net);
  mbedtls_ssl_init(&ssl);
  mbedtls_ssl_config_init(&config);
  mbedtls_x509_crt_init(&ca);
  mbedtls_entropy_init(&entropy);
  mbedtls_ctr_drbg_init(&random);
  printf("mbedTLS %s\n", MBEDTLS_VERSION_STRING);
  if (mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, NULL, 0) != 0) return 2;
  if (mbedtls_x509_crt_parse_file(&ca, argv[1]) != 0) return 2;
  if (mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                  MBEDTLS_SSL_PRESET_DEFAULT) != 0)
    return 2;
  mbedtls_ssl_conf_authmode(&config, MBEDTLS_SSL_VERIFY_REQUIRED);
  mbedtls_ssl_conf_ca_chain(&config, &ca, NULL);
  mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
  if (mbedtls_ssl_setup(&ssl, &config) != 0) return 2;
  if (mbedtls_ssl_set_hostname(&ssl, argv[4]) != 0) return 2;
  if (mbedtls_net_connect(&net, argv[2], argv[3], MBEDTLS_NET_PROTO_TCP) != 0) return 2;
  mbedtls_ssl_set_bio(&ssl, &net, mbedtls_net_send, mbedtls_net_recv, NULL);

  int result = mbedtls_ssl_handshake(&ssl);
  if (result != 0) {
    printf("mbedtls_ssl_handshake returned -0x%04X flags 0x%X\n", (unsigned)-result,
           (unsigned)mbedtls_ssl_get_verify_result(&ssl));
    mbedtls_net_free(&net);
    return 1;
  }
  printf("%s %s\n", mbedtls_ssl_get_version(&ssl), mbedtls_ssl_get_ciphersuite(&ssl));

  char text[1024];
  int length = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nUser-Agent: ESP32 HTTP Client/1.0\r\nHost: %s:%s\r\n\r\n",
                        argv[5], argv[4], argv[3]);
  if (mbedtls_ssl_write(&ssl, (unsigned char *)text, (size_t)length) != length) return 2;
  long wanted = -1, got = 0;
  while (wanted < 0 || got < wanted) {
    result = mbedtls_ssl_read(&ssl, (unsigned char *)text, sizeof text - 1);
    if (result <= 0) break;
    if (wanted < 0) {
      text[result] = 0;
      char *end = strstr(text, "\r\n\r\n");
      char *header = strstr(text, "Content-Length: ");
      if (end == NULL || header == NULL) return 2;
      sscanf(header, "Content-Length: %ld", &wanted);
      printf("%.*s\nfirst %ld\n", (int)strcspn(text, "\r"), text, (long)(text + result - (end + 4)));
      got = text + result - (end + 4);
    } else {
      got += result;
    }
  }
  printf("received %ld of %ld\n", got, wanted);
  mbedtls_ssl_close_notify(&ssl);
  mbedtls_net_free(&net);
  return got == wanted ? 0 : 1;
}
