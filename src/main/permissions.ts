import type { Session } from 'electron';
import { isOnPageHost } from './page-address.ts';

export interface PermissionQuestion {
  readonly permission: string;
  /** URL or origin of the frame that asks. */
  readonly requester: string;
  readonly isMainFrame: boolean;
  /** For `media`: what is asked for. */
  readonly mediaTypes: readonly string[];
}

/**
 * The one decision on every permission: the camera, for the page's main frame. Not the microphone, the
 * clipboard, the screen, a device or anything else that Chromium may come to offer.
 */
export function decidePermission(question: PermissionQuestion): boolean {
  return (
    question.permission === 'media' &&
    question.isMainFrame &&
    isOnPageHost(question.requester) &&
    question.mediaTypes.length > 0 &&
    question.mediaTypes.every((type) => type === 'video')
  );
}

/** Wires {@link decidePermission} and closes every chooser of USB, HID, serial and Bluetooth devices. */
export function guardPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const mediaTypes = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    answer(
      decidePermission({
        permission,
        requester: details.requestingUrl,
        isMainFrame: details.isMainFrame,
        mediaTypes,
      }),
    );
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    decidePermission({
      permission,
      requester: details.securityOrigin ?? requestingOrigin,
      isMainFrame: details.isMainFrame,
      mediaTypes: details.mediaType === undefined ? [] : [details.mediaType],
    }),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer({});
  });
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose(null);
  });
  session.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose('');
  });
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
}
