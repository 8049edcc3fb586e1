import { join } from 'node:path';
import type { Boot } from '../../contract/channel.ts';
import type { RefusedDescription } from '../../devices/descriptions/read.ts';
import type { Catalogue } from '../../devices/drivers/catalogue.ts';

export interface StationCatalogue {
  readonly catalogue: Catalogue;
  readonly refused: readonly RefusedDescription[];
  /** Where a technician puts descriptions of devices. */
  readonly folder: string;
}

/** Which driver is for which device: the descriptions that come with the station, and the technician's own before them. */
export async function stationCatalogue({
  applicationDirectory,
  dataDirectory,
}: Boot): Promise<StationCatalogue> {
  const [{ readDescriptions }, { catalogueOf }] = await Promise.all([
    import('../../devices/descriptions/read.ts'),
    import('../../devices/drivers/catalogue.ts'),
  ]);
  const folder = join(dataDirectory, 'devices');
  const shipped = join(applicationDirectory, 'resources/devices');
  const { descriptions, refused } = await readDescriptions({ shipped, own: folder });
  return { catalogue: catalogueOf(descriptions), refused, folder };
}
