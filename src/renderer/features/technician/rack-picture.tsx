import {
  IconAlertTriangle,
  IconDeviceComputerCamera,
  IconPlug,
  IconServer2,
  IconStarFilled,
  IconUsb,
} from '@tabler/icons-react';
import type { DeviceView } from '../../../contract/views.ts';
import type { DeviceRole } from '../../../domain/device-role.ts';
import { ChoiceList, ChoiceListEntry } from '../../components/choice-list.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { DeviceMark } from './device-mark.tsx';
import { deviceName, shortPort } from './device-words.ts';
import type { PortKind, RackLayout } from './rack-layout.ts';
import { inPictureOrder, layOutRack } from './rack-layout.ts';
import { RoleIcon } from './role-icon.tsx';
import classes from './rack-picture.module.css';

const PORT_ICONS = {
  serial: IconPlug,
  hid: IconUsb,
  'loopback-http': IconServer2,
  media: IconDeviceComputerCamera,
} as const satisfies Record<PortKind, unknown>;

/** The rack, drawn: ports by kind, what hangs on each, and with a wire the role that it serves. */
export function RackPicture({
  devices,
  chosenId,
  onChoose,
}: {
  devices: readonly DeviceView[];
  chosenId: string | undefined;
  onChoose: (deviceId: string) => void;
}) {
  const layout = layOutRack(devices);
  return (
    <div className={classes.picture} style={{ height: layout.height }}>
      <div className={classes.ports}>
        <KindSigns layout={layout} />
        {devices.length > 0 && (
          <DeviceList devices={devices} layout={layout} chosenId={chosenId} onChoose={onChoose} />
        )}
      </div>
      <Wires layout={layout} chosenId={chosenId} />
      <Roles devices={devices} layout={layout} />
    </div>
  );
}

/** Headings of the kinds of ports, and an empty socket where nothing is plugged in. The list says the same in words. */
function KindSigns({ layout }: { layout: RackLayout }) {
  const t = useT();
  return (
    <div aria-hidden="true">
      {layout.kinds.map(({ kind, top, devices }) => {
        const Icon = PORT_ICONS[kind];
        return (
          <div key={kind} className={classes.kind} style={{ top }}>
            <span className={classes['kind-name']}>
              <Icon size={17} stroke={1.8} />
              {t(`port-kind.${kind}`)}
            </span>
            {devices.length === 0 && (
              <span className={classes.empty}>
                <span className={classes['empty-socket']} />
                {t('rack.nothing-here')}
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}

function DeviceList({
  devices,
  layout,
  chosenId,
  onChoose,
}: {
  devices: readonly DeviceView[];
  layout: RackLayout;
  chosenId: string | undefined;
  onChoose: (deviceId: string) => void;
}) {
  const t = useT();
  return (
    <ChoiceList
      label={t('rack.devices')}
      ids={inPictureOrder(devices).map(({ deviceId }) => deviceId)}
      chosenId={chosenId}
      onChoose={onChoose}
      autoFocus
    >
      {(entryId) =>
        layout.kinds
          .filter((kind) => kind.devices.length > 0)
          .map(({ kind, devices: ofKind }) => (
            <div key={kind} role="group" aria-label={t(`port-kind.${kind}`)}>
              {ofKind.map(({ device, top }) => (
                <ChoiceListEntry
                  key={device.deviceId}
                  id={entryId(device.deviceId)}
                  className={classes.row}
                  top={top}
                  isChosen={device.deviceId === chosenId}
                  onChoose={() => onChoose(device.deviceId)}
                >
                  <Row device={device} />
                </ChoiceListEntry>
              ))}
            </div>
          ))
      }
    </ChoiceList>
  );
}

/** A socket with its port's name, the plug, and the device on it. */
function Row({ device }: { device: DeviceView }) {
  const t = useT();
  const { state, role, serving, emulated, preferred, port } = device;
  return (
    <>
      <span className={classes.socket} data-state={state} title={port}>
        {shortPort(port)}
      </span>
      <span className={classes.plug} data-state={state} aria-hidden="true" />
      <span className={classes.device} data-state={state}>
        <RoleIcon role={role} />
        <span className={classes.words}>
          <span className={classes.name}>
            <span className={classes['name-text']}>{deviceName(t, device)}</span>
            {emulated && <span className={classes.emulated}>{t('rack.emulated')}</span>}
          </span>
          <span className={classes.marks}>
            <DeviceMark state={state} />
            {serving && <span className={classes.serving}>{t('rack.serves')}</span>}
            {preferred && (
              <IconStarFilled
                className={classes.preferred}
                size={15}
                role="img"
                aria-label={t('rack.preferred')}
              />
            )}
          </span>
        </span>
      </span>
    </>
  );
}

/** From each device to its role; thick and green from the one that serves. */
function Wires({ layout, chosenId }: { layout: RackLayout; chosenId: string | undefined }) {
  const { wires, height } = layout;
  return (
    <svg
      className={classes.wires}
      viewBox={`0 0 100 ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {wires.map(({ deviceId, state, from, to }) => (
        <path
          key={deviceId}
          className={classes.wire}
          data-state={state}
          data-chosen={deviceId === chosenId || undefined}
          d={`M0 ${from} C55 ${from} 45 ${to} 100 ${to}`}
        />
      ))}
    </svg>
  );
}

function Roles({ devices, layout }: { devices: readonly DeviceView[]; layout: RackLayout }) {
  const t = useT();
  return (
    <ul className={classes.roles} aria-label={t('rack.roles')}>
      {layout.roles.map(({ role, top }) => (
        <Role
          key={role}
          role={role}
          top={top}
          devices={devices.filter((device) => device.role === role)}
        />
      ))}
    </ul>
  );
}

/** A role and who serves it: it matters that nobody does, where there is somebody who should. */
function Role({
  role,
  top,
  devices,
}: {
  role: DeviceRole;
  top: number;
  devices: readonly DeviceView[];
}) {
  const t = useT();
  const serving = devices.find((device) => device.serving);
  const state = serving ? 'served' : devices.length === 0 ? 'unused' : 'unserved';
  return (
    <li className={classes.role} data-state={state} style={{ top }}>
      <span className={classes['role-name']}>{t(`device-role.${role}`)}</span>
      <span className={classes['role-holder']}>
        {state === 'unserved' && <IconAlertTriangle size={15} stroke={2.2} aria-hidden="true" />}
        {serving
          ? deviceName(t, serving)
          : t(state === 'unused' ? 'rack.role-unused' : 'rack.role-unserved')}
      </span>
    </li>
  );
}
