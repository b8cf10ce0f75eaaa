/** 关于固件中证书的文字。键与英文相同。 */
export const trust = {
  commandInFirmware: '在固件（应用镜像或 ELF）中查找 CA，并与本工作台的 CA 对比',
  argumentFirmware: '应用镜像，或生成它的 ELF',
  whichCa: '我的固件里是哪个 CA？',
  whichCaHint: '选择应用镜像或它的 ELF。程序会找出它凭什么信任服务器，并与本工作台的 CA 对比。',
  chooseFirmware: '选择固件…',
  ours: '本工作台的',
  factCertificates: '证书',
  isCa: 'CA 证书',
  until: '有效期至 {{date}}',
  form: {
    pemText: 'PEM 文本',
    pem: '末尾没有 NUL 字节的 PEM，mbedTLS 无法读取',
    der: 'DER 字节',
  },
  comparison: {
    equal: '它有本工作台的 CA：运行它的开发板信任本工作台。',
    different: '它信任其他 CA，而不是本工作台：运行它的开发板会拒绝此服务器。',
    none: '其中找不到证书；证书可能在证书包、NVS 或加密镜像中。',
  },
};
