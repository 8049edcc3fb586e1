import { create } from 'zustand';
import type { DeviceView } from '../../../contract/views.ts';
import type { Replacement } from './replacement.ts';
import { beginReplacement } from './replacement.ts';

export const TECHNICIAN_PLACES = ['rack', 'strangers', 'incidents', 'upkeep'] as const;
export type TechnicianPlace = (typeof TECHNICIAN_PLACES)[number];

interface TechnicianView {
  readonly place: TechnicianPlace;
  /** The device that lies open; null until one was chosen. */
  readonly deviceId: string | null;
  /** A device that is being replaced, wherever the technician looks meanwhile. */
  readonly replacement: Replacement | null;
  readonly incidentId: string | null;
  readonly incidentsShown: 'open' | 'all';
}

/** View state of the technician's place: nothing that must be kept. */
export const useTechnicianView = create<TechnicianView>(() => ({
  place: 'rack',
  deviceId: null,
  replacement: null,
  incidentId: null,
  incidentsShown: 'open',
}));

/** The place before or after; the ends are ends. */
export function goToPlace(by: -1 | 1): void {
  useTechnicianView.setState(({ place }) => ({
    place: TECHNICIAN_PLACES[TECHNICIAN_PLACES.indexOf(place) + by] ?? place,
  }));
}

/** Lays a device open, with the rack beside it. */
export function layOpen(deviceId: string): void {
  useTechnicianView.setState({ place: 'rack', deviceId });
}

/** From now on a device is being replaced. */
export function replaceDevice(device: DeviceView, name: string): void {
  useTechnicianView.setState({ replacement: beginReplacement(device, name, Date.now()) });
}
