import { ActionIcon } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowLeft,
  IconArrowRight,
  IconArrowUp,
  IconFocusCentered,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import type { UvcCamera } from '../../../devices/drivers/uvc-camera.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { useT } from '../../i18n/i18n.tsx';
import type { HotkeyName } from '../../keyboard/hotkeys.ts';
import { HOTKEYS, ariaKeys, keySigns } from '../../keyboard/hotkeys.ts';
import { useHotkey } from '../../keyboard/use-hotkey.ts';
import type { Head } from './use-head.ts';
import { useHead } from './use-head.ts';
import classes from './head-panel.module.css';

/** Turns, zooms and centres the camera head, where there is one. @param camera to look for the face with */
export function HeadPanel({ camera }: { camera: UvcCamera | null }) {
  const t = useT();
  const head = useHead(camera);
  if (!head) return null;
  return (
    <section
      className={classes.panel}
      aria-label={t('head.title')}
      data-activity={head.activity}
      data-result={head.result ?? undefined}
    >
      <div className={classes.controls}>
        <span className={classes.keys} aria-hidden="true">
          <KeyHint keys="Ctrl" /> +
        </span>
        <HeadKey name="headLeft" icon={<IconArrowLeft />} onAct={() => head.turn(-1, 0)} />
        <HeadKey name="headUp" icon={<IconArrowUp />} onAct={() => head.turn(0, 1)} />
        <HeadKey name="headDown" icon={<IconArrowDown />} onAct={() => head.turn(0, -1)} />
        <HeadKey name="headRight" icon={<IconArrowRight />} onAct={() => head.turn(1, 0)} />
        <HeadKey name="headIn" icon={<IconZoomIn />} onAct={() => head.zoom(1)} />
        <HeadKey name="headOut" icon={<IconZoomOut />} onAct={() => head.zoom(-1)} />
      </div>
      {camera && (
        <div className={classes.controls}>
          <ActionButton
            label={t('head.centre')}
            hotkey="headCentre"
            icon={<IconFocusCentered size={20} aria-hidden="true" />}
            pending={head.activity === 'centring'}
            onAct={head.centre}
          />
        </div>
      )}
      <HeadWords head={head} />
    </section>
  );
}

function HeadKey({
  name,
  icon,
  onAct,
}: {
  name: HotkeyName;
  icon: React.ReactNode;
  onAct: () => void;
}) {
  const t = useT();
  const { keys, label } = HOTKEYS[name];
  useHotkey(name, onAct);
  return (
    <ActionIcon
      variant="default"
      size={44}
      aria-label={t(label)}
      aria-keyshortcuts={ariaKeys(keys)}
      title={`${t(label)} (${keySigns(keys).join('+')})`}
      onClick={onAct}
    >
      {icon}
    </ActionIcon>
  );
}

function HeadWords({ head }: { head: Head }) {
  const t = useT();
  if (head.error) return <ErrorNotice error={head.error} />;
  if (head.activity !== 'idle') {
    return (
      <p className={classes.words} role="status">
        {t(`head.${head.activity}`)}
        <ActionButton label={t('head.stop')} hotkey="close" onAct={head.stop} />
      </p>
    );
  }
  if (head.result === null) return null;
  return (
    <p className={classes.words} role="status" data-result={head.result}>
      {t(`head.${head.result}`)}
    </p>
  );
}
