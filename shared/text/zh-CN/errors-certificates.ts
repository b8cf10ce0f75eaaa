/** 自带、备份、恢复或选用证书时的问题。 */
export const errorsCertificates = {
  'cert/file-missing': {
    message: '无法打开 {{file}}：{{detail}}。',
    hint: '检查路径，以及当前用户是否可读。',
  },
  'cert/file-too-big': {
    message: '{{file}} 有 {{sizeBytes}} 字节；证书、私钥和备份都小于 1 MiB。',
    hint: '选择 PEM、DER 或 PKCS#12 文件（.pem、.crt、.key、.der、.p12、.pfx）。',
  },
  'cert/file-unreadable': {
    message: '{{file}} 中既没有证书，也没有私钥。',
    hint: '选择 PEM、DER 或 PKCS#12 文件（.pem、.crt、.key、.der、.p12、.pfx）。',
  },
  'cert/no-certificate': {
    message: '这些文件中没有证书。',
    hint: '加上 server_cert.pem，即与私钥配对的证书。',
  },
  'cert/no-key': {
    message: '这些文件中没有私钥。',
    hint: '加上 server_cert.key，即服务器证书的私钥。',
  },
  'cert/many-keys': {
    message: '这些文件中有 {{count}} 个私钥，而服务器只用一个。',
    hint: '去掉其他证书的私钥和 CA 的私钥。',
  },
  'cert/key-mismatch': {
    message: '私钥（{{key}}）不属于其中任何证书：{{subjects}}。',
    hint: '选择与服务器证书一同生成的私钥。',
  },
  'cert/pkcs12-damaged': {
    message: '{{file}} 是 PKCS#12 文件，但被截断或已损坏。',
    hint: '从生成它的地方重新复制。',
  },
  'cert/pkcs12-form': {
    message: '{{file}} 使用了本程序不支持的 PKCS#12 形式：{{detail}}。',
    hint: '重新写出：openssl pkcs12 -in FILE -out all.pem -nodes，然后选择 all.pem。',
  },
  'cert/key-form': {
    message: '{{file}} 中的私钥使用了本程序不支持的形式：{{detail}}。',
    hint: '重新写出：openssl pkey -in FILE -out server_cert.key，然后选择该文件。',
  },
  'cert/password-needed': {
    message: '{{file}} 已加密。',
    hint: '输入它的密码。',
  },
  'cert/wrong-password': {
    message: '密码打不开 {{file}}。',
    hint: '输入生成该文件时用的密码，注意大小写。',
  },
  'cert/password-short': {
    message: '密码不足 {{least}} 个字符。',
    hint: '使用更长的密码：能打开备份的人就能向这些开发板提供固件。',
  },
  'cert/chain-broken': {
    message: '{{subject}} 由 {{issuer}} 签发，而后者不在这些文件中。',
    hint: '加上 {{issuer}} 的证书；否则无法得知开发板会如何回应。',
  },
  'cert/ca-expired': {
    message: 'CA {{subject}} 已于 {{date}} 到期。',
    hint: '会检查日期的开发板将拒绝它。换用其他 CA，并通过 USB 把它烧录一次。',
  },
  'cert/leaf-expired': {
    message: '服务器证书 {{subject}} 已于 {{date}} 到期。',
    hint: '重新签发。会检查日期的开发板将拒绝它。',
  },
  'cert/not-yet-valid': {
    message: '证书 {{subject}} 从 {{date}} 起才有效。',
    hint: '检查本机时钟，或等到那时。会检查日期的开发板将拒绝它。',
  },
  'cert/not-a-ca': {
    message: '{{subject}} 签发了服务器证书，但它不是 CA（缺少 CA:TRUE）。',
    hint: '用 basicConstraints CA:TRUE 重新生成 CA；否则开发板会拒绝它签发的证书。',
  },
  'cert/weak-signature': {
    message: '证书 {{subject}} 用 {{hash}} 签名。',
    hint: '改用 SHA-256 签名：开发板拒绝 MD5 和 SHA-1。',
  },
  'cert/weak-key': {
    message: '{{subject}} 的密钥（{{key}}）的类型或长度会被开发板拒绝。',
    hint: '使用 2048 位以上的 RSA，或 P-256。',
  },
  'cert/not-for-servers': {
    message: '证书 {{subject}} 的用途不允许用于 TLS 服务器。',
    hint: '签发时加上 digitalSignature 和 serverAuth，或不写用途。',
  },
  'cert/host-not-named': {
    message: '证书没有按 ESP-IDF {{releases}} 的开发板所要求的方式写明 {{host}}。',
    hint: '签发时把 {{host}} 写为 dNSName，地址还要写为 iPAddress；或改用证书中已有的主机名。',
  },
  'cert/no-public-root': {
    message: '{{subject}} 不是由 ESP-IDF 证书包所用的公共 CA 签发的。',
    hint: '把它作为自带证书使用，并把它的 CA 嵌入固件。',
  },
  'cert/nothing-brought': {
    message: '还没有这一类（{{trust}}）的自带证书。',
    hint: '先选择证书及其私钥的文件。',
  },
  'cert/brought-invalid': {
    message: '无法使用 {{dir}} 中的自带证书：{{detail}}。',
    hint: '重新导入。在此之前，开发板看到的是本程序自己的 CA 所签的证书。',
  },
  'cert/unknown-authority': {
    message: '本机没有名为 {{name}} 的信任来源。',
    hint: '写 current、previous、brought 或 public，或列表中某一项的指纹。',
  },
  'cert/not-a-backup': {
    message: '该文件中没有带私钥的 CA。',
    hint: '选择由“备份”生成的文件；或者改为导入证书。',
  },
  'cert/restore-not-rsa': {
    message: 'CA {{subject}} 的密钥不是 RSA（{{key}}）。',
    hint: '本程序只用 RSA CA 签发。在别处签发服务器证书，再导入本程序。',
  },
  'cert/ca-ends-soon': {
    message: 'CA {{subject}} 将于 {{date}} 到期。',
    hint: '现在就轮换：旧 CA 会继续为开发板服务，直到它们的固件带有新 CA。',
  },
  'cert/leaf-ends-soon': {
    message: '服务器证书 {{subject}} 将于 {{date}} 到期。',
    hint: '重新签发，并导入新的证书。',
  },
} as const;
