import type { ErrorText } from '../en/errors.ts';
import type { errorsServing as english } from '../en/errors-serving.ts';

/** 镜像交付方式的错误与警告。 */
export const errorsServing = {
  'server/no-plain-port': {
    message: '服务器只通过 TLS 监听，因此没有可用的 http:// 地址。',
    hint: '指定明文端口：--plain-http PORT，或在服务器设置中填写。',
  },
  'server/plain-http': {
    message: '使用明文 HTTP 时，途中任何人都能读取镜像及其链接，开发板也无法分辨应答的是本服务器还是冒名者。',
    hint: '只在实验台网络中使用，且固件须以 CONFIG_ESP_HTTPS_OTA_ALLOW_HTTP 构建。',
  },
  'push/link-needs-url': {
    message: '链接是为一次更新生成的，自带 URL 的固件无从得知。',
    hint: '去掉 --no-url，或用 --basic USER:PASSWORD 保护镜像。',
  },
  'push/password-needed': {
    message: '自带 URL 的固件发送的是构建时写入的密码，而不是随机生成的密码。',
    hint: '两者都要指定：--basic USER:PASSWORD。',
  },
} as const satisfies { readonly [K in keyof typeof english]: ErrorText };
