import type { ServerState } from '../../../shared/contract/values.ts';
import type { Delivery } from '../../../shared/ota/delivery.ts';
import { PLAIN_DELIVERY } from '../../../shared/ota/delivery.ts';
import type { ImageLibrary } from '../image/image-library.ts';
import { deliveryTerms, publishedUrl } from '../session/delivery-terms.ts';
import type { Catalogue, Publication } from './catalogue.ts';

const NO_PORTS = { port: 0, plainPort: null };

/** Images served to whoever asks, under plain paths, until the next list replaces them. */
export class PlainServing {
  readonly #catalogue: Catalogue;
  readonly #library: ImageLibrary;
  #published: readonly Publication[] = [];

  constructor(catalogue: Catalogue, library: ImageLibrary) {
    this.#catalogue = catalogue;
    this.#library = library;
  }

  /** Whether anything is served to whoever asks. */
  get isServing(): boolean {
    return this.#published.length > 0;
  }

  /**
   * One URL for each image and address; the images of the first address come first. A name and password stand in the
   * URL. @throws WorkbenchError server/no-plain-port
   */
  async serve(
    imageIds: readonly string[],
    server: ServerState,
    delivery: Delivery = PLAIN_DELIVERY,
  ): Promise<string[]> {
    const ports = server.kind === 'listening' ? server : NO_PORTS;
    deliveryTerms({ delivery, sendUrl: true }, ports);
    const images = await Promise.all(
      imageIds.map(async (imageId) => {
        const { fileName, urlName } = this.#library.get(imageId);
        return { imageId, fileName, urlName, bytes: await this.#library.served(imageId) };
      }),
    );
    for (const publication of this.#published) publication.withdraw();
    this.#published = images.map((image) => this.#catalogue.publish(image, { pushId: null, delivery }));
    const hosts = (server.kind === 'listening' ? server.urls : []).map((base) => new URL(base).hostname);
    return hosts.flatMap((host) => this.#published.map((each) => publishedUrl(host, ports, delivery, each)));
  }
}
