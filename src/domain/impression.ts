/** How a finger lay on the sensor: ISO/IEC 19794-4:2011 Table 9, codes 0 (live-scan plain) and 1 (live-scan rolled). */
export const IMPRESSIONS = ['live-plain', 'live-rolled'] as const;
export type Impression = (typeof IMPRESSIONS)[number];
