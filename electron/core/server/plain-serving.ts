import type { ServerState } from '../../../shared/contract/values.ts';
import type { ImageLibrary } from '../image/image-library.ts';
import type { Catalogue, Publication } from './catalogue.ts';

/** Images served to whoever asks, under plain paths, until the next list replaces them. */
export class PlainServing {
  readonly #catalogue: Catalogue;
  readonly #library: ImageLibrary;
  #published: readonly Publication[] = [];

  constructor(catalogue: Catalogue, library: ImageLibrary) {
    this.#catalogue = catalogue;
    this.#library = library;
  }

  /** One URL for each image and address; the images of the first address come first. */
  async serve(imageIds: readonly string[], server: ServerState): Promise<string[]> {
    const images = await Promise.all(
      imageIds.map(async (imageId) => {
        const { fileName, urlName } = this.#library.get(imageId);
        return { imageId, fileName, urlName, bytes: await this.#library.bytes(imageId) };
      }),
    );
    for (const publication of this.#published) publication.withdraw();
    this.#published = images.map((image) => this.#catalogue.publish(image, { pushId: null }));
    const bases = server.kind === 'listening' ? server.urls : [];
    return bases.flatMap((base) => this.#published.map(({ path }) => `${base}${path}`));
  }
}
